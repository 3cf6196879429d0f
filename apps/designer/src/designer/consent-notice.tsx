import type { ConsentState } from '@mapping-designer/mapping-engine'
import { Plus } from 'lucide-react'
import { readSample } from '../document/sample.ts'
import { useDesigner, useDocument } from './designer-context.tsx'
import { withConsent } from './use-consent-states.ts'

/** Says that the event is followed under a consent that it was not sent with, and `more` about it, and leads back. */
export function ConsentNotice({ state, more, onEnd }: { state: ConsentState; more?: string; onEnd: () => void }) {
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
        {inWords(reading.event['consent'])}. {more}
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
