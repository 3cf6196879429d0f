import { tryJson } from '@mapping-designer/shared-types'
import type { ParsedSamples } from './parse-samples.ts'

/** The items of a text that is one list of events, as they are, so that a wrong one fails at its index; undefined for other texts. */
export function listedEvents(text: string, { notes }: Pick<ParsedSamples, 'notes'>): unknown[] | undefined {
  const whole = notes.length === 0 ? tryJson(text) : undefined
  return Array.isArray(whole) ? whole : undefined
}
