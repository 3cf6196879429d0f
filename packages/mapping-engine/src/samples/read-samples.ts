import { hasElbCalls } from './elb-calls.ts'
import { type ParsedSamples, parseSamples } from './parse-samples.ts'

/** Reads events in whatever form people paste them: data as `parseSamples` reads it, or source with `elb(…)` calls. */
export async function readSamples(text: string): Promise<ParsedSamples> {
  if (!hasElbCalls(text)) return parseSamples(text)
  // The parser of JavaScript is large, and most texts are data.
  const { readElbCalls } = await import('./read-elb-calls.ts')
  return readElbCalls(text)
}
