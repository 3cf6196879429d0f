import {
  type ConsentState,
  describeMissing,
  type Explanation,
  lastNotes,
  reasonOf,
} from '@mapping-designer/mapping-engine'
import { type KafkaRecord, type Outcome, tryJson } from '@mapping-designer/shared-types'
import { ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { ConsentNotice } from '../../designer/consent-notice.tsx'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { useConsentStates, withConsent } from '../../designer/use-consent-states.ts'
import { useDestination, usePlan } from '../../designer/use-preview.ts'
import { useRunVariants, withId } from '../../designer/use-variants.ts'
import { previewSample } from '../../preview/derive.ts'
import { bracketStep } from '../../ui/bracket-step.ts'
import { plural } from '../../ui/format.ts'
import { JsonDiff } from '../../ui/json-diff.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'

const asSent = 'as sent'

/** The consent that the selected sample is looked at under; undefined as it was sent. */
export function useWhatIf(): { states: readonly ConsentState[]; chosen: ConsentState | undefined } {
  const sample = useSample()
  const wanted = useView((state) => state.whatIf)
  const states = useConsentStates(useMemo(() => (sample === undefined ? [] : [sample]), [sample]))
  const title = wanted?.sample === sample?.id ? wanted?.title : undefined
  return { states, chosen: states.find((state) => state.title === title) }
}

function useSample() {
  return useDocument(({ samples, selectedSample }) => samples.find(({ id }) => id === selectedSample))
}

/** Switches between the states of consent: the same event as if the visitor had agreed to something else. */
export function ConsentSwitch() {
  const { view } = useDesigner()
  const sample = useSample()
  const { states, chosen } = useWhatIf()
  if (states.length < 2 || sample === undefined) return null
  const titles = [asSent, ...states.map(({ title }) => title)]
  const { setWhatIf, showReview } = view.getState().actions
  const choose = (title: string) => setWhatIf(title === asSent ? null : { sample: sample.id, title })
  const current = chosen?.title ?? asSent
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside have the focus; this adds two keys to them
    <div
      className="consent-switch"
      onKeyDown={({ key }) => {
        const next = titles[titles.indexOf(current) + (bracketStep(key) ?? Number.NaN)]
        if (next !== undefined) choose(next)
      }}
    >
      <ShieldCheck className="icon small" aria-hidden />
      <Segmented
        label="Consent"
        value={current}
        options={Object.fromEntries(titles.map((title) => [title, title]))}
        onChange={choose}
      />
      <span className="grow" />
      <button type="button" className="link" onClick={() => showReview('consent')}>
        Side by side
      </button>
    </div>
  )
}

/** The record under another consent, held against the one that is sent, with what holds fields back. */
export function WhatIf({ state, sent }: { state: ConsentState; sent: Outcome }) {
  const { view } = useDesigner()
  const explanation = useExplanation(state)
  return (
    <>
      <ConsentNotice
        state={state}
        more="Produce and Save as test use the record as sent."
        onEnd={() => view.getState().actions.setWhatIf(null)}
      />
      <div className="scroll">
        {explanation === null ? (
          <p className="empty-note">Evaluating the event…</p>
        ) : (
          <Compared explanation={explanation} sent={sent} />
        )}
      </div>
    </>
  )
}

function useExplanation(state: ConsentState): Explanation | null {
  const sample = useSample()
  const destination = useDestination()
  const plan = usePlan()
  const now = useDocument((document) => document.now)
  const changed = useMemo(() => sample && withConsent(withId(sample), state), [sample, state])
  const variants = useMemo(
    () => (destination && plan && changed ? [{ destination, plan, samples: [changed] }] : []),
    [destination, plan, changed],
  )
  const { worker } = useRunVariants(variants, now)
  useStore(worker.revision)
  return plan && changed ? previewSample(plan, changed, worker).explanation : null
}

function Compared({ explanation, sent }: { explanation: Explanation; sent: Outcome }) {
  const { outcome } = explanation
  const before = 'record' in sent ? sent.record : null
  if (!('record' in outcome)) {
    return (
      <p className="empty-note">
        <b>No record:</b> <Sentence text={reasonOf(outcome)} />
      </p>
    )
  }
  const { record } = outcome
  const held = heldBack(explanation)
  return (
    <>
      <p className="empty-note" role="status">
        {inWords(before, record, held.length)}
      </p>
      {held.length > 0 && (
        <ul className="held-back">
          {held.map(({ field, because }) => (
            <li key={field}>
              <code>{field}</code> held back: {because}
            </li>
          ))}
        </ul>
      )}
      <JsonDiff
        before={before === null ? undefined : (tryJson(before.value) ?? before.value)}
        after={tryJson(record.value) ?? record.value}
        label="Value under this consent"
        isWhole
      />
    </>
  )
}

/** What is not as it is sent, in words. */
function inWords(before: KafkaRecord | null, now: KafkaRecord, held: number): string {
  if (before === null) return 'A record is sent.'
  const moved = (['topic', 'key'] as const).filter((name) => before[name] !== now[name])
  const changes = moved.map((name) => `Its ${name} is ${now[name]} instead of ${before[name]}.`)
  if (held > 0) changes.push(`${plural(held, 'field')} held back.`)
  if (changes.length > 0) return changes.join(' ')
  return before.value === now.value ? 'The same record as sent.' : 'The value differs.'
}

function heldBack({ steps }: Explanation): { field: string; because: string }[] {
  const notes = lastNotes(steps.find((step) => step.kind === 'data')?.fields ?? [])
  return notes.flatMap(({ missing, target }) =>
    missing?.kind === 'consent' ? [{ field: target.join('.'), because: describeMissing(missing) }] : [],
  )
}
