import {
  type ConsentRow,
  type ConsentState,
  markedPersonal,
  personalFieldsPlace,
  personalInWords,
  personalOf,
} from '@mapping-designer/mapping-engine'
import { Check, Minus, TriangleAlert, User, UserCheck, UserPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { useConsentStates, withConsent } from '../../designer/use-consent-states.ts'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, usePlan } from '../../designer/use-preview.ts'
import { useVariants, type Variant, withId } from '../../designer/use-variants.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { cellInWords, consentRows, grantsNothing, leavesWithoutConsent, stateOfCell } from './consent-rows.ts'
import { ConsentWhy } from './consent-why.tsx'

/** Samples that are evaluated under each state; more would be waited for. */
const maxSamples = 100

/** Which cell is looked at. */
interface At {
  topic: string
  field: string
  state: number
}

/** Fields of the records by states of consent: which leave, which are changed, and which are held back. */
export default function ConsentTab() {
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const { states, variants, rows, isPending } = useConsentMatrix(scope)
  const count = useDocument(({ samples }) => samples.length)
  const [at, setAt] = useState<At | null>(null)
  const found = rows.filter((row) => leavesWithoutConsent(row, states))
  const state = at === null ? undefined : states[at.state]
  const variant = at === null ? undefined : variants[at.state]
  return (
    <section className="pane" aria-label="Consent" data-pane="review">
      <ReviewBar>
        <span className="faint grow" role="status">
          {isPending ? 'being evaluated…' : ''}
        </span>
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
                <b>{plural(found.length, 'personal field')} without consent:</b>{' '}
                {found.map(({ field, topic }) => `${field} on ${topic}`).join(', ')}
              </span>
            </div>
          )}
          {rows.length === 0 ? (
            <p className="empty-note">
              {isPending ? 'Running…' : 'No record under any consent: choose a sample that makes one.'}
            </p>
          ) : (
            <ConsentTable rows={rows} states={states} at={at} onChoose={setAt} />
          )}
        </div>
        {at && state && variant && <ConsentWhy {...at} state={state} variant={variant} onClose={() => setAt(null)} />}
      </div>
    </section>
  )
}

function useConsentMatrix(scope: 'this' | 'all') {
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const now = useDocument((state) => state.now)
  const shown = useMemo(
    () => (scope === 'this' ? samples.filter(({ id }) => id === selected) : samples.slice(0, maxSamples)),
    [scope, samples, selected],
  )
  const states = useConsentStates(shown)
  const destination = useDestination()
  const plan = usePlan()
  const variants = useMemo((): Variant[] => {
    if (destination === undefined || plan === undefined) return []
    return states.map((state) => ({
      destination,
      plan,
      samples: shown.map((sample) => withConsent(withId(sample), state)),
    }))
  }, [destination, plan, states, shown])
  const outcomes = useVariants(variants, now)
  const step = destination?.step
  const rows = useMemo(() => consentRows(states, outcomes, markedPersonal(step)), [states, outcomes, step])
  return { states, variants, rows, isPending: outcomes.some((ofState) => ofState.includes(null)) }
}

function ConsentTable({
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
  const topics = [...new Set(rows.map(({ topic }) => topic))]
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
        {topics.map((topic) => (
          <tbody key={topic}>
            <tr>
              <th colSpan={states.length + 1} scope="rowgroup">
                <code>{topic}</code>
              </th>
            </tr>
            {rows
              .filter((row) => row.topic === topic)
              .map((row) => (
                <FieldRow key={row.field} row={row} states={states} at={at} onChoose={onChoose} />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function FieldRow({
  row,
  states,
  at,
  onChoose,
}: {
  row: ConsentRow
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
        <MarkPersonal field={field} />
      </th>
      {cells.map((cell, index) => {
        const isChosen = at?.topic === topic && at.field === field && at.state === index
        const own = stateOfCell(cell)
        const isWarned = personal !== undefined && own !== 'held' && grantsNothing(states[index])
        return (
          <td key={states[index]?.title} data-cell={isWarned ? 'warned' : own}>
            <button type="button" aria-pressed={isChosen} onClick={() => onChoose({ topic, field, state: index })}>
              <Mark of={isWarned ? 'warned' : own} />
              {cellInWords(cell)}
              {isWarned && <span className="sr-only">, personal, without consent</span>}
            </button>
          </td>
        )
      })}
    </tr>
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
  if (of === 'changed') return <span aria-hidden>~</span>
  const Icon = { leaves: Check, held: Minus, warned: TriangleAlert }[of]
  return <Icon className="icon small" aria-hidden />
}
