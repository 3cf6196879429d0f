import { type ConsentCell, type ConsentRow, markedPersonal } from '@mapping-designer/mapping-engine'
import { TriangleAlert } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { ReviewBar } from '../../designer/review-bar.tsx'
import { useConsentStates, withConsent } from '../../designer/use-consent-states.ts'
import { useDestination, usePlan } from '../../designer/use-preview.ts'
import { useVariants, type Variant, withId } from '../../designer/use-variants.ts'
import { plural } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { consentRows, leavesWithoutConsent } from './consent-rows.ts'
import { type At, ConsentTable } from './consent-table.tsx'
import { ConsentWhy } from './consent-why.tsx'

/** Samples that are evaluated under each state; more would be waited for. */
const maxSamples = 100

const cellAt = (rows: readonly ConsentRow[], { topic, field, state }: At): ConsentCell | undefined =>
  rows.find((row) => row.topic === topic && row.field === field)?.cells[state]

/** Fields of the records by states of consent: which leave, which are changed, and which are held back. */
export default function ConsentTab() {
  const [scope, setScope] = useState<'this' | 'all'>('this')
  const { states, variants, rows, isPending } = useConsentMatrix(scope)
  const count = useDocument(({ samples }) => samples.length)
  const [at, setAt] = useState<At | null>(null)
  const found = rows.filter((row) => leavesWithoutConsent(row, states))
  const pane = useRef<HTMLElement>(null)
  const close = () => {
    pane.current?.querySelector<HTMLElement>('td [aria-pressed="true"]')?.focus()
    setAt(null)
  }
  const state = at === null ? undefined : states[at.state]
  const variant = at === null ? undefined : variants[at.state]
  return (
    <section
      ref={pane}
      className="pane"
      aria-label="Consent"
      data-pane="review"
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
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
        {at && state && variant && (
          <ConsentWhy {...at} state={state} variant={variant} values={cellAt(rows, at)?.values ?? []} onClose={close} />
        )}
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
