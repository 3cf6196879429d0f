import { callsOf } from './calls.ts'
import { type ParsedSamples, parseSamples } from './parse-samples.ts'

/**
 * Reads events in whatever form people paste them: data as `parseSamples` reads it, or source that calls `elb(…)` or, where
 * it has none of these, another tracker.
 */
export async function readSamples(text: string): Promise<ParsedSamples> {
  const called = callsOf(text)
  if (called === undefined) return parseSamples(text)
  // The parser of JavaScript is large, and most texts are data.
  const { readCalls } = await import('./read-calls.ts')
  return readCalls(text, called)
}
