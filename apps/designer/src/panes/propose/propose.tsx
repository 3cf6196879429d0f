import { useState } from 'react'
import { Heading } from 'react-aria-components'
import { useDesigner } from '../../designer/designer-context.tsx'
import { editRules } from '../../designer/use-flow-edit.ts'
import { type Wanted, wantedFor } from '../../designer/wanted.ts'
import { eventName, type Sample } from '../../document/sample.ts'
import { proposalEdit, type TakenRow } from '../../mapping/proposal-rows.ts'
import { plural } from '../../ui/format.ts'
import { ProposedMapping } from './proposed-mapping.tsx'
import { useProposal } from './use-proposal.ts'
import { WantedForm } from './wanted-form.tsx'
import './propose.css'

/** What the records of some samples of one event should be, beside the mapping that makes them. */
export function Propose({ own, samples }: { own: Sample; samples: readonly Sample[] }) {
  const parts = useDesigner()
  const event = eventName(own)
  const [wanted, setWanted] = useState(() => wantedFor(parts.view.getState().wanted[event], samples))
  const { answer, tried } = useProposal(wanted, samples)
  const change = (next: Wanted) => {
    setWanted(next)
    parts.view.getState().actions.keepWanted(event, next)
  }
  const take = (rows: readonly TakenRow[]) => {
    const { selectedRule } = parts.document.getState()
    editRules(parts, (config) => proposalEdit(config, selectedRule, event, rows))
    const { closeOverlay, show, say } = parts.view.getState().actions
    closeOverlay()
    show('rules')
    say(`${plural(rows.length, 'field')} taken into the rule for ${event}.`, parts.document.getState().past.at(-1))
  }
  return (
    <>
      <Heading slot="title">Propose a mapping</Heading>
      <div className="propose">
        <WantedForm wanted={wanted} samples={samples} onChange={change} />
        <section className="pane" aria-label="Proposed mapping">
          {answer === null ? (
            <p className="empty-note">
              Equal values and like names are searched in the event: paths, static values, fallbacks, lists, conditions
              and small functions. No network and no model is used.
            </p>
          ) : 'error' in answer ? (
            <p className="notice tone-err" role="alert">
              {answer.error}
            </p>
          ) : (
            <ProposedMapping proposal={answer} event={event} pairs={tried} onTake={take} />
          )}
        </section>
      </div>
    </>
  )
}
