import { useState } from 'react'
import { Heading } from 'react-aria-components'
import { useDesigner } from '../../designer/designer-context.tsx'
import { editRules } from '../../designer/use-flow-edit.ts'
import { eventName, type Sample } from '../../document/sample.ts'
import { proposalEdit, type TakenRow } from '../../mapping/proposal-rows.ts'
import { plural } from '../../ui/format.ts'
import { ProposedRows } from './proposed-rows.tsx'
import { useProposal, useSamplesOfEvent, type Wanted } from './use-proposal.ts'
import { WantedForm } from './wanted-form.tsx'
import './propose.css'

/** What the record of the selected sample should be, beside the mapping that makes it. */
export function Propose() {
  const { view } = useDesigner()
  const samples = useSamplesOfEvent()
  const [own] = samples
  const { closeOverlay, openSampleBox } = view.getState().actions
  return (
    <>
      <Heading slot="title">Propose a mapping</Heading>
      {own === undefined ? (
        <div className="empty-note">
          <p>A mapping is proposed for the event of a sample, and none is selected.</p>
          <button
            type="button"
            className="btn small"
            onClick={() => {
              closeOverlay()
              openSampleBox('add')
            }}
          >
            Add samples
          </button>
        </div>
      ) : (
        <ForEvent key={own.id} own={own} samples={samples} />
      )}
    </>
  )
}

function ForEvent({ own, samples }: { own: Sample; samples: readonly Sample[] }) {
  const parts = useDesigner()
  const event = eventName(own)
  const [wanted, setWanted] = useState<Wanted>({
    by: 'value',
    pairs: [{ sample: own.id, text: '', topic: '', key: '' }],
    shape: '',
    like: '',
  })
  const answer = useProposal(wanted, samples)
  const take = (rows: readonly TakenRow[]) => {
    const { selectedRule } = parts.document.getState()
    editRules(parts, (config) => proposalEdit(config, selectedRule, event, rows))
    const { closeOverlay, show, say } = parts.view.getState().actions
    closeOverlay()
    show('rules')
    say(`${plural(rows.length, 'field')} taken into the rule for ${event}; Undo takes them back.`)
  }
  return (
    <div className="propose">
      <WantedForm wanted={wanted} samples={samples} onChange={setWanted} />
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
          <ProposedRows proposal={answer} onTake={take} />
        )}
      </section>
    </div>
  )
}
