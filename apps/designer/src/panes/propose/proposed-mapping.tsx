import type { Choice, Proposal } from '@mapping-designer/mapping-engine/propose'
import { Check, CircleHelp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type ProposalRow, proposalRows, type TakenRow } from '../../mapping/proposal-rows.ts'
import { plural } from '../../ui/format.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { ProposedRow } from './proposed-row.tsx'
import { recordOf, TakenRecord } from './taken-record.tsx'
import type { WantedSample } from './use-proposal.ts'
import { useTaken } from './use-taken.ts'

/** The rows of a proposal, those that are sure enough chosen at first, what they give, and the button that takes them. */
export function ProposedMapping({
  proposal,
  event,
  pairs,
  onTake,
}: {
  proposal: Proposal
  event: string
  /** The samples that the rows are tried on; the first one is shown. */
  pairs: readonly WantedSample[]
  onTake: (rows: readonly TakenRow[]) => void
}) {
  const { rows, choiceOf, isChosen, ...choices } = useChoices(proposal)
  const samples = useMemo(() => pairs.map(({ sample }) => sample), [pairs])
  const all = useTaken(event, choices.all, samples)
  const taken = useTaken(event, choices.taken, samples)
  const given = recordOf(all?.outcomes[0])
  const open = rows.filter(({ isOpen }) => isOpen)
  const found = rows.length - open.length
  return (
    <>
      <div className="pane-head">
        <h3>Proposed mapping</h3>
        <span className="faint grow" role="status">
          {found} of {rows.length} found
        </span>
        <button type="button" className="btn small" onClick={choices.chooseFound}>
          Check all {found}
        </button>
        <button
          type="button"
          className="btn small primary"
          disabled={choices.taken.length === 0 || taken === null}
          onClick={() => onTake(choices.taken)}
        >
          <Check className="icon small" aria-hidden />
          Take {plural(choices.taken.length, 'field')}
        </button>
      </div>
      <div className="scroll" role="region" aria-label="Proposed fields" tabIndex={0}>
        <Notes proposal={proposal} open={open} />
        {rows.length > 0 && (
          <table className="results proposed" aria-label="Proposed fields">
            <TableHead titles={['Take', 'Target field', 'Source', 'Gives', 'Sure']} />
            <tbody>
              {rows.map((row) => (
                <ProposedRow
                  key={row.id}
                  row={row}
                  choice={choiceOf(row)}
                  given={given}
                  wanted={pairs[0]?.wanted ?? null}
                  isChosen={isChosen(row)}
                  onChoose={(on) => choices.choose(row.id, on)}
                  onPick={(index) => choices.pick(row.id, index)}
                />
              ))}
            </tbody>
          </table>
        )}
        <p className="empty-note">
          Certain: one path is equal in pairs that differ. Likely: it fits better than what else fits. Doubtful: a
          guess. Nothing is changed until you take fields.
        </p>
        <TakenRecord rows={rows} pairs={pairs} taken={taken} count={choices.taken.length} />
      </div>
    </>
  )
}

/** The choice of each row and whether it is to be taken; the lists stay the same until somebody chooses. */
function useChoices(proposal: Proposal) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [picked, setPicked] = useState<ReadonlyMap<string, number>>(new Map())
  return useMemo(() => {
    const rows = proposalRows(proposal)
    const choiceOf = ({ id, choices }: ProposalRow): Choice | undefined => choices[picked.get(id) ?? 0] ?? choices[0]
    const isChosen = (row: ProposalRow) => chosen.get(row.id) ?? (!row.isOpen && row.choices[0]?.sure !== 'doubtful')
    const all = rows.flatMap((row) => {
      const choice = choiceOf(row)
      return choice === undefined ? [] : [{ row, target: row.target, value: choice.value }]
    })
    return {
      ...{ rows, choiceOf, isChosen, all: all satisfies readonly TakenRow[] },
      taken: all.filter(({ row }) => isChosen(row)),
      choose: (id: string, on: boolean) => setChosen(new Map(chosen).set(id, on)),
      chooseFound: () => setChosen(new Map(rows.map(({ id, isOpen }) => [id, !isOpen]))),
      pick: (id: string, index: number) => setPicked(new Map(picked).set(id, index)),
    }
  }, [proposal, chosen, picked])
}

function Notes({ proposal, open }: { proposal: Proposal; open: readonly ProposalRow[] }) {
  const names = open.map(({ name }) => name)
  return (
    <>
      {names.length > 0 && (
        <div className="notice tone-warn">
          <CircleHelp className="icon" aria-hidden />
          <span>
            <b>{plural(names.length, 'field is', 'fields are')} not found:</b> {names.join(', ')}.
          </span>
        </div>
      )}
      {proposal.notes.map((note) => (
        <p key={note} className={`notice ${proposal.contradictions ? 'tone-err' : ''}`}>
          {note}
        </p>
      ))}
    </>
  )
}
