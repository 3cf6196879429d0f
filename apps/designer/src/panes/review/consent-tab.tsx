import {
  type ConsentRow,
  type ConsentState,
  type FlowDestination,
  markedPersonal,
  personalFieldsPlace,
  personalInWords,
  personalOf,
} from '@mapping-designer/mapping-engine'
import { Check, Minus, TriangleAlert, User, UserCheck, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { EditRoot, useFlowEdit } from '../../designer/use-flow-edit.ts'
import { isSame } from '../../document/is-same.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { cellInWords, grantsNothing, leavesWithoutConsent, stateOfCell } from './consent-rows.ts'
import { ConsentWhy } from './consent-why.tsx'
import { type ConsentPart, maxSamples, rowName, useConsentMatrix, useNames } from './use-consent-matrix.ts'

/** Which cell is looked at. */
interface At {
  destination: string
  topic: string
  field: string
  state: number
}

/** Fields of the records by states of consent: which leave, which are changed, and which are held back. */
export default function ConsentTab() {
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const names = useNames()
  const [chosen, setChosen] = useState<string | null>(null)
  const name = chosen !== null && names.includes(chosen) ? chosen : null
  const { states, parts, isPending } = useConsentMatrix(scope, name)
  const count = useDocument(({ samples }) => samples.length)
  const [at, setAt] = useState<At | null>(null)
  const isOnly = parts.length === 1
  const found = parts.flatMap(({ destination, rows }) =>
    rows.filter((row) => leavesWithoutConsent(row, states)).map((row) => rowName(row, destination, isOnly)),
  )
  const state = at === null ? undefined : states[at.state]
  const variant = parts.find(({ destination }) => destination.name === at?.destination)?.variants[at?.state ?? 0]
  return (
    <section className="pane" aria-label="Consent" data-pane="review">
      <ReviewBar>
        <span className="faint grow" role="status">
          {isPending ? 'being evaluated…' : ''}
        </span>
        {names.length > 1 && (
          <label className="side-picker">
            <span className="faint">Destination</span>
            <select
              className="field small"
              value={name ?? ''}
              onChange={({ target }) => setChosen(target.value === '' ? null : target.value)}
            >
              <option value="">all {names.length}</option>
              {names.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        <Segmented
          label="Samples"
          value={scope}
          options={{ this: 'This sample', all: count > maxSamples ? `First ${maxSamples} samples` : 'All samples' }}
          onChange={setScope}
        />
      </ReviewBar>
      <div className="review-split">
        <div className="pane">
          {found.length > 0 && (
            <div className="notice tone-warn">
              <TriangleAlert className="icon" aria-hidden />
              <span>
                <b>{plural(found.length, 'personal field')} without consent:</b> {found.join(', ')}
              </span>
            </div>
          )}
          {parts.every(({ rows }) => rows.length === 0) ? (
            <p className="empty-note">
              {isPending ? 'Running…' : 'No record under any consent: choose a sample that makes one.'}
            </p>
          ) : (
            <ConsentTable parts={parts} states={states} at={at} onChoose={setAt} />
          )}
        </div>
        {at && state && variant && <ConsentWhy {...at} state={state} variant={variant} onClose={() => setAt(null)} />}
      </div>
    </section>
  )
}

function ConsentTable({
  parts,
  states,
  at,
  onChoose,
}: {
  parts: readonly ConsentPart[]
  states: readonly ConsentState[]
  at: At | null
  onChoose: (at: At) => void
}) {
  const bodies = parts.flatMap(({ destination, rows }) =>
    [...Map.groupBy(rows, ({ topic }) => topic)].map(([topic, ofTopic]) => ({ destination, topic, rows: ofTopic })),
  )
  return (
    <div className="scroll" role="region" aria-label="Fields by consent" tabIndex={0}>
      <table className="pairs consent-table">
        <thead>
          <tr>
            <th>Field</th>
            {states.map(({ title, consent }) => (
              <th key={title}>
                {title}
                <small>
                  {Object.values(consent).filter(Boolean).length} of {Object.keys(consent).length} granted
                </small>
              </th>
            ))}
          </tr>
        </thead>
        {bodies.map(({ destination, topic, rows }) => (
          <tbody key={`${destination.name} ${topic}`}>
            <tr>
              <th colSpan={states.length + 1} scope="rowgroup">
                <code>{topic}</code> {parts.length > 1 && <span className="faint">{destination.name}</span>}
              </th>
            </tr>
            <EditRoot value={destination.place}>
              {rows.map((row) => (
                <FieldRow
                  key={row.field}
                  row={row}
                  destination={destination}
                  states={states}
                  at={at}
                  onChoose={onChoose}
                />
              ))}
            </EditRoot>
          </tbody>
        ))}
      </table>
    </div>
  )
}

function FieldRow({
  row,
  destination,
  states,
  at,
  onChoose,
}: {
  row: ConsentRow
  destination: FlowDestination
  states: readonly ConsentState[]
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
        <MarkPersonal field={field} step={destination.step} />
      </th>
      {cells.map((cell, index) => {
        const own = { destination: destination.name, topic, field, state: index }
        const isChosen = at !== null && isSame(at, own)
        const kind = stateOfCell(cell)
        const isWarned = personal !== undefined && kind !== 'held' && grantsNothing(states[index])
        return (
          <td key={states[index]?.title} data-cell={isWarned ? 'warned' : kind}>
            <button type="button" aria-pressed={isChosen} onClick={() => onChoose(own)}>
              <Mark of={isWarned ? 'warned' : kind} />
              {cellInWords(cell)}
              {isWarned && <span className="sr-only">, personal, without consent</span>}
            </button>
          </td>
        )
      })}
    </tr>
  )
}

/** Marks a field as personal in the step of its destination, or takes the mark away. */
function MarkPersonal({ field, step }: { field: string; step: unknown }) {
  const edit = useFlowEdit()
  const marked = markedPersonal(step)
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
  if (of === 'changed') return <span aria-hidden>~</span>
  const Icon = { leaves: Check, held: Minus, warned: TriangleAlert }[of]
  return <Icon className="icon small" aria-hidden />
}
