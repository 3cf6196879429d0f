import type { Explanation } from '@mapping-designer/mapping-engine'
import type { Tone } from '../ui/tone-icon.tsx'
import type { SamplePreview } from './derive.ts'

/** The state of a sample in one or two words, as the lists show it. */
export interface SampleState {
  word:
    | 'Mapped'
    | 'Key fallback'
    | 'Full event'
    | 'Ignored'
    | 'Consent denied'
    | 'Undeliverable'
    | 'Not run'
    | 'Running'
    | 'Dropped'
    | 'Queued'
    | 'Not proven'
    | 'Error'
  tone: Tone
}

export function stateOf({
  error,
  explanation,
  isPending,
}: Pick<SamplePreview, 'error' | 'explanation' | 'isPending'>): SampleState {
  if (explanation === null && isPending) return { word: 'Running', tone: 'quiet' }
  if (error !== null || explanation === null) return { word: 'Error', tone: 'err' }
  const { outcome } = explanation
  switch (outcome.kind) {
    case 'ignored':
      return { word: 'Ignored', tone: 'quiet' }
    case 'denied':
      return { word: 'Consent denied', tone: 'quiet' }
    case 'dropped':
      return { word: 'Dropped', tone: 'err' }
    case 'queued':
      return { word: 'Queued', tone: 'quiet' }
    case 'not-proven':
      return { word: 'Not proven', tone: 'warn' }
    case 'failed':
      return outcome.reason === 'code-not-run' || outcome.reason === 'code-unavailable'
        ? { word: 'Not run', tone: 'warn' }
        : { word: 'Error', tone: 'err' }
    case 'undeliverable':
      return { word: 'Undeliverable', tone: 'err' }
    case 'message':
      return messageState(explanation)
  }
}

function messageState({ steps }: Explanation): SampleState {
  const record = steps.find((step) => step.kind === 'record')
  if (record?.value.origin === 'full-event') return { word: 'Full event', tone: 'warn' }
  if (record?.key.origin === 'fallback' && record.key.path !== null) return { word: 'Key fallback', tone: 'warn' }
  return { word: 'Mapped', tone: 'ok' }
}
