import {
  type ConsentCell,
  type ConsentRow,
  type ConsentState,
  markedPersonal,
  personalFieldsPlace,
  personalInWords,
  personalOf,
} from '@mapping-designer/mapping-engine'
import { Check, Minus, TriangleAlert, User, UserCheck, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useDestination } from '../../designer/use-preview.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { colour } from '../../ui/json-view.tsx'
import { useTableArrows } from '../../ui/use-table-arrows.ts'
import { useWidth } from '../../ui/use-width.ts'
import { cellInWords, grantsNothing, recordsInWords, shareOfCell, stateOfCell } from './consent-rows.ts'

/** Which cell is looked at. */
export interface At {
  topic: string
  field: string
  state: number
}

/** Fields of each topic by states of consent, with the values that leave. */
export function ConsentTable({
  rows,
  states,
  at,
  onChoose,
}: {
  rows: readonly ConsentRow[]
  states: readonly ConsentState[]
  at: At | null
  onChoose: (at: At) => void
}) {
  const arrows = useTableArrows()
  const [chosen, setChosen] = useState(0)
  // A phone has room for one of them.
  const isOne = useWidth() < 600 && states.length > 1
  const one = Math.min(at?.state ?? chosen, states.length - 1)
  const shown = isOne ? [one] : [...states.keys()]
  const choose = (state: number) => {
    setChosen(state)
    if (at !== null) onChoose({ ...at, state })
  }
  const topics = [...new Set(rows.map(({ topic }) => topic))]
  return (
    <div className="scroll" role="region" aria-label="Fields by consent" tabIndex={0}>
      <table className="pairs consent-table" {...arrows}>
        <thead>
          <tr>
            <th>Field</th>
            {shown
              .flatMap((index) => states[index] ?? [])
              .map(({ title, consent }) => (
                <th key={title}>
                  {isOne ? <StateSelect states={states} value={one} onChange={choose} /> : title}
                  <small>
                    {Object.values(consent).filter(Boolean).length} of {Object.keys(consent).length} granted
                  </small>
                </th>
              ))}
          </tr>
        </thead>
        {topics.map((topic) => {
          const ofTopic = rows.filter((row) => row.topic === topic)
          const records = (ofTopic.find(({ field }) => field === 'key')?.cells ?? []).map(recordsInWords)
          return (
            <tbody key={topic}>
              <TopicRow topic={topic} records={shown.flatMap((index) => records[index] ?? [])} />
              {ofTopic.map((row) => (
                <FieldRow
                  key={row.field}
                  {...{ row, records, states, shown, at }}
                  onChoose={(cell) => {
                    setChosen(cell.state)
                    onChoose(cell)
                  }}
                />
              ))}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}

function StateSelect({
  states,
  value,
  onChange,
}: {
  states: readonly ConsentState[]
  value: number
  onChange: (state: number) => void
}) {
  return (
    <select
      className="field small"
      aria-label="State of consent"
      value={value}
      onChange={({ target }) => onChange(Number(target.value))}
    >
      {states.map(({ title }, index) => (
        <option key={title} value={index}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** A topic, and whether it gets a record under each of the states. */
function TopicRow({ topic, records }: { topic: string; records: readonly string[] }) {
  return (
    <tr>
      <th scope="rowgroup">
        <code>{topic}</code>
      </th>
      {records.map((words, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a state has no other name here
        <td key={index} className="consent-records">
          {words}
        </td>
      ))}
    </tr>
  )
}

function FieldRow({
  row,
  records,
  states,
  shown,
  at,
  onChoose,
}: {
  row: ConsentRow
  /** What the line of the topic says for each of the states. */
  records: readonly string[]
  states: readonly ConsentState[]
  /** Positions of those that have a column. */
  shown: readonly number[]
  at: At | null
  onChoose: (at: At) => void
}) {
  const { topic, field, personal, cells } = row
  const found = personalOf(row)
  return (
    <tr>
      <th scope="row">
        <code>{field === '' ? 'the value' : field}</code>
        {found && (
          <span className="tag tone-warn" title={personalInWords(found)}>
            <User className="icon small" aria-hidden />
            {personal}
          </span>
        )}
        <MarkPersonal field={field} />
      </th>
      {shown.map((index) => {
        const cell = cells[index]
        if (cell === undefined) return null
        const isChosen = at?.topic === topic && at.field === field && at.state === index
        const own = stateOfCell(cell)
        const isWarned = personal !== undefined && own !== 'held' && grantsNothing(states[index])
        return (
          <td key={states[index]?.title} data-cell={isWarned ? 'warned' : own}>
            <button type="button" aria-pressed={isChosen} onClick={() => onChoose({ topic, field, state: index })}>
              {records[index] === 'no record' ? (
                <NoRecord />
              ) : (
                <>
                  <Mark of={isWarned ? 'warned' : own} />
                  <CellText cell={cell} />
                </>
              )}
              {isWarned && <span className="sr-only">, personal, without consent</span>}
            </button>
          </td>
        )
      })}
    </tr>
  )
}

/** The line of the topic says it to all. */
function NoRecord() {
  return (
    <>
      <span aria-hidden>·</span>
      <span className="sr-only">no record</span>
    </>
  )
}

/** The value that leaves; what else there is to say of it is for those who do not see its mark. */
function CellText({ cell }: { cell: ConsentCell }) {
  const [first, ...others] = cell.values ?? []
  const words = cellInWords(cell)
  if (first === undefined) return words
  return (
    <>
      <span className="sr-only">{words}: </span>
      <code className="truncate" title={(cell.values ?? []).join('\n')}>
        {colour(first)}
      </code>
      {others.length > 0 && <small>+{others.length}</small>}
      {shareOfCell(cell) !== null && <small aria-hidden>{shareOfCell(cell)}</small>}
    </>
  )
}

/** Marks a field as personal in the step of the destination, or takes the mark away. */
function MarkPersonal({ field }: { field: string }) {
  const edit = useFlowEdit()
  const marked = markedPersonal(useDestination()?.step)
  const isMarked = marked.includes(field)
  const name = field === '' ? 'the value' : field
  const toggle = () => {
    const value = isMarked ? marked.filter((one) => one !== field) : [...marked, field]
    edit(
      [{ of: 'step', place: personalFieldsPlace, value: value.length > 0 ? value : undefined }],
      isMarked ? `${name} no longer marked as personal` : `Mark ${name} as personal`,
    )
  }
  return (
    <IconButton
      Icon={isMarked ? UserCheck : UserPlus}
      label={`${name} is personal`}
      aria-pressed={isMarked}
      title={isMarked ? 'Marked as personal; click to take the mark away' : 'Mark as personal'}
      className="ghost mark-personal"
      isSmall
      onClick={toggle}
    />
  )
}

function Mark({ of }: { of: 'leaves' | 'changed' | 'held' | 'warned' }) {
  if (of === 'changed') {
    return (
      <span className="consent-changed" aria-hidden>
        ~
      </span>
    )
  }
  const Icon = { leaves: Check, held: Minus, warned: TriangleAlert }[of]
  return <Icon className="icon small" aria-hidden />
}
