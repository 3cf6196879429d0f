import type { ConsentState } from '@mapping-designer/mapping-engine'
import { Plus, ShieldCheck } from 'lucide-react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { withConsent } from '../../designer/use-consent-states.ts'
import { readSample } from '../../document/sample.ts'
import { bracketStep } from '../../ui/bracket-step.ts'

/** Under which consent the event is followed: as it was sent, or as if the visitor had agreed to something else. */
export function ConsentChoice({
  states,
  chosen,
  onChoose,
}: {
  states: readonly ConsentState[]
  chosen: ConsentState | undefined
  onChoose: (title: string | null) => void
}) {
  return (
    <label className="consent-choice">
      <ShieldCheck className="icon small" aria-hidden />
      <span className="hide-narrow">Consent</span>
      <select
        className="field small"
        aria-label="Consent"
        value={chosen?.title ?? ''}
        onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        onKeyDown={({ key }) => {
          const step = bracketStep(key)
          const titles = [null, ...states.map(({ title }) => title)]
          const next = step && titles[titles.indexOf(chosen?.title ?? null) + step]
          if (next !== undefined && step !== null) onChoose(next)
        }}
      >
        <option value="">as sent</option>
        {states.map(({ title }) => (
          <option key={title}>{title}</option>
        ))}
      </select>
    </label>
  )
}

/** Says that the event is followed under a consent that it was not sent with, and leads back. */
export function ConsentNotice({ state, onEnd }: { state: ConsentState; onEnd: () => void }) {
  const { document, newId } = useDesigner()
  const sample = useDocument(({ samples, selectedSample }) => samples.find(({ id }) => id === selectedSample))
  const reading = sample && readSample(sample)
  if (sample === undefined || !reading?.isReadable) return null
  const addSample = () => {
    onEnd()
    document.getState().actions.addSamples([{ ...withConsent(sample, state), id: newId() }])
  }
  return (
    <div className="notice tone-warn" role="note">
      <span className="grow">
        <b>What if:</b> as if {inWords(state.consent)} were granted. The sample grants{' '}
        {inWords(reading.event['consent'])}.
      </span>
      <button type="button" className="btn small" onClick={addSample}>
        <Plus className="icon small" aria-hidden />
        Add as sample
      </button>
      <button type="button" className="btn small" onClick={onEnd}>
        Back to as sent
      </button>
    </div>
  )
}

function inWords(consent: unknown): string {
  const granted = Object.entries(consent ?? {}).flatMap(([name, isGranted]) => (isGranted ? name : []))
  return granted.length === 0 ? 'nothing' : granted.join(' and ')
}
