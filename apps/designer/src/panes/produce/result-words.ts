import type { ProduceResult } from '@mapping-designer/shared-types'
import type { Tone } from '../../ui/tone-icon.tsx'
import type { Sent } from './use-produce.ts'

/** What became of all records, in a sentence. */
export function summary(sent: readonly Sent[]): string {
  const produced = sent.filter(({ result }) => result.status === 'produced')
  const identical = produced.filter(({ result }) => result.identical)
  const [only] = produced
  if (sent.length === 1 && only?.result.identical) {
    const { topic, partition, offset } = only.result
    return `${topic} ${partition}@${offset}, identical to the preview.`
  }
  if (produced.length === 0) return 'Nothing was produced.'
  const readBack =
    identical.length === produced.length ? 'read back identical' : `${identical.length} read back identical`
  return `${produced.length} of ${sent.length} produced, ${readBack}.`
}

/** Good where all of them are there as they were shown, bad where none is there. */
export function toneOf(sent: readonly Sent[]): Tone {
  if (sent.every(({ result }) => result.status === 'produced' && result.identical !== false)) return 'ok'
  return sent.some(({ result }) => result.status === 'produced') ? 'warn' : 'err'
}

/** What became of one record, in a word or two. */
export function verdictOf({ status, identical }: ProduceResult): { word: string; tone: Tone } {
  if (status === 'refused') return { word: 'Refused', tone: 'err' }
  if (status === 'failed') return { word: 'Failed', tone: 'err' }
  if (status === 'unknown') return { word: 'Not known', tone: 'warn' }
  if (status === 'skipped') return { word: 'Skipped', tone: 'quiet' }
  if (identical === undefined) return { word: 'Not read back', tone: 'warn' }
  return identical ? { word: 'Byte-identical', tone: 'ok' } : { word: 'Differs', tone: 'err' }
}
