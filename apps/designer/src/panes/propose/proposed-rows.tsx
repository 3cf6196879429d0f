import { type Proposal, valueInWords } from '@mapping-designer/mapping-engine/propose'
import { Check, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { type ProposalRow, proposalRows, type TakenRow } from '../../mapping/proposal-rows.ts'
import { plural } from '../../ui/format.ts'

/** The rows of a proposal, those that are sure enough chosen at first, and the button that takes the chosen ones. */
export function ProposedRows({
  proposal,
  onTake,
}: {
  proposal: Proposal
  onTake: (rows: readonly TakenRow[]) => void
}) {
  const rows = proposalRows(proposal)
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [picked, setPicked] = useState<ReadonlyMap<string, number>>(new Map())
  const choiceOf = ({ id, choices }: ProposalRow) => choices[picked.get(id) ?? 0] ?? choices[0]
  const isChosen = (row: ProposalRow) => chosen.get(row.id) ?? (!row.isOpen && row.choices[0]?.sure !== 'doubtful')
  const taken = rows.flatMap((row): TakenRow[] => {
    const choice = choiceOf(row)
    return choice !== undefined && isChosen(row) ? [{ target: row.target, value: choice.value }] : []
  })
  const open = rows.filter(({ isOpen }) => isOpen)
  const found = rows.length - open.length
  return (
    <>
      <div className="pane-head">
        <h3>Proposed mapping</h3>
        <span className="faint grow" role="status">
          {found} of {rows.length} found
        </span>
        <button
          type="button"
          className="btn small"
          onClick={() => setChosen(new Map(rows.map(({ id, isOpen }) => [id, !isOpen])))}
        >
          Check all {found}
        </button>
        <button type="button" className="btn small primary" disabled={taken.length === 0} onClick={() => onTake(taken)}>
          <Check className="icon small" aria-hidden />
          Take {plural(taken.length, 'field')}
        </button>
      </div>
      <div className="scroll" role="region" aria-label="Proposed fields" tabIndex={0}>
        <Notes proposal={proposal} open={open} />
        {rows.length > 0 && (
          <table className="results proposed" aria-label="Proposed fields">
            <thead>
              <tr>
                <th>Take</th>
                <th>Target field</th>
                <th>Source</th>
                <th>Sure</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  choice={choiceOf(row)}
                  isChosen={isChosen(row)}
                  onChoose={(on) => setChosen(new Map(chosen).set(row.id, on))}
                  onPick={(index) => setPicked(new Map(picked).set(row.id, index))}
                />
              ))}
            </tbody>
          </table>
        )}
        <p className="empty-note">
          Certain: one path is equal in pairs that differ. Likely: it fits better than what else fits. Doubtful: a
          guess. Nothing is changed until you take fields.
        </p>
      </div>
    </>
  )
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

function Row({
  row: { id, name, choices, isOpen },
  choice,
  isChosen,
  onChoose,
  onPick,
}: {
  row: ProposalRow
  choice: ProposalRow['choices'][number] | undefined
  isChosen: boolean
  onChoose: (on: boolean) => void
  onPick: (index: number) => void
}) {
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Take ${name}`}
          checked={isChosen && choice !== undefined}
          disabled={choice === undefined}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </td>
      <td>
        <code>{name}</code>
      </td>
      <td>
        {choice === undefined ? (
          <i className="faint">Choose a source after this</i>
        ) : choices.length > 1 ? (
          <select
            className="field small mono"
            aria-label={`Source of ${name}`}
            value={choices.indexOf(choice)}
            onChange={({ target }) => onPick(Number(target.value))}
          >
            {choices.map(({ value }, index) => (
              <option key={`${id} ${valueInWords(value)}`} value={index}>
                {valueInWords(value)}
              </option>
            ))}
          </select>
        ) : (
          <code>{valueInWords(choice.value)}</code>
        )}
        {choice && <small className="faint">{choice.why}</small>}
      </td>
      <td>
        <Sureness of={isOpen ? 'not found' : (choice?.sure ?? 'not found')} />
      </td>
    </tr>
  )
}

const levels = { certain: 4, likely: 3, doubtful: 2, 'not found': 0 }

function Sureness({ of }: { of: keyof typeof levels }) {
  return (
    <span className="sureness" data-sure={of}>
      <span className="bars" aria-hidden>
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} className={bar <= levels[of] ? 'is-on' : undefined} />
        ))}
      </span>
      {of}
    </span>
  )
}
