import {
  type ConsentState,
  type FieldNote,
  fieldInWords,
  lastNotes,
  leafPath,
  reasonOf,
} from '@mapping-designer/mapping-engine'
import { ArrowRight, X } from 'lucide-react'
import { useStore } from 'zustand'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { Variant } from '../../designer/use-variants.ts'
import { previewSample, type SamplePreview } from '../../preview/derive.ts'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { colour } from '../../ui/json-view.tsx'
import { Sentence } from '../../ui/sentence.tsx'

/** Why a field leaves or is held back under a consent, for each sample that says something else. */
export function ConsentWhy({
  topic,
  field,
  state,
  variant,
  values,
  onClose,
}: {
  topic: string
  field: string
  state: ConsentState
  variant: Variant
  /** What leaves, as JSON. */
  values: readonly string[]
  onClose: () => void
}) {
  const { variants: worker, view } = useDesigner()
  useStore(worker.revision)
  const granted = Object.keys(state.consent).filter((name) => state.consent[name])
  const previews = variant.samples.map((sample) => previewSample(variant.plan, sample, worker))
  const reasons = [...new Set(previews.map((preview) => whyOf(preview, topic, field)))].filter((why) => why !== null)
  return (
    <section className="pane review-side consent-why" aria-label={`Why ${field}`} data-pane="side">
      <div className="pane-head">
        <h3 className="grow truncate">
          <code>{field}</code>
        </h3>
        <IconButton Icon={X} label="Close why" onClick={onClose} />
      </div>
      <div className="scroll">
        <p className="muted">
          On <code>{topic}</code>, with {granted.length === 0 ? 'nothing' : granted.join(' and ')} granted:
        </p>
        {values.map((value) => (
          <code key={value} className="consent-value">
            {colour(value)}
          </code>
        ))}
        <ul>
          {reasons.map((why) => (
            <li key={why}>
              <Sentence text={why} />
            </li>
          ))}
        </ul>
        <button type="button" className="btn small" onClick={() => view.getState().actions.showScreen('journey')}>
          <ArrowRight className="icon small" aria-hidden />
          Follow it in Journey
        </button>
      </div>
    </section>
  )
}

function whyOf({ explanation }: SamplePreview, topic: string, field: string): string | null {
  if (explanation === null) return null
  const { outcome, steps } = explanation
  if (outcome.kind !== 'message') return `No record: ${reasonOf(outcome)}.`
  if (outcome.record.topic !== topic) return `The record goes to ${outcome.record.topic}.`
  if (field === 'key' || field.startsWith('header ')) return 'It leaves with each record that is sent.'
  const data = steps.find((step) => step.kind === 'data')
  const note = noteOf(lastNotes(data?.fields ?? []), field)
  if (note === undefined) return 'It is sent as the event has it under this consent: nothing maps it by itself.'
  return sentenceOf(note)
}

function sentenceOf(note: FieldNote): string {
  const { source, missing } = note
  if (missing !== null) return `It is ${fieldInWords(note)}.`
  switch (source.kind) {
    case 'path':
      return `It is the value of \`${source.path}\`.`
    case 'static':
      return source.because === null ? 'It is a static value.' : `It is the ${fieldInWords(note)}.`
    case 'function':
      return 'A function makes it.'
    case 'whole':
      return 'It is the whole input.'
    case 'loop':
      return `It is made of ${plural(source.count, 'item')}.`
    case 'map':
    case 'set':
      return `It is made of ${plural(source.count, 'value')}.`
  }
}

/** The note of the field itself, or of what it is inside of. */
function noteOf(notes: readonly FieldNote[], field: string): FieldNote | undefined {
  const named = notes.map((note) => ({ note, path: leafPath(note.target) }))
  const around = named.filter(
    ({ path }) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[]`),
  )
  return around.toSorted((one, other) => other.path.length - one.path.length)[0]?.note
}
