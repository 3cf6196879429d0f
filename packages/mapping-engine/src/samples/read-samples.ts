import { callsOf } from './calls.ts'
import { type ParsedSamples, parseSamples, unlessTooDeep } from './parse-samples.ts'

/** Characters of a text whose broken values are worth another parser. */
const maxLiteral = 2 ** 20

/**
 * Reads events in whatever form people paste them: data as `parseSamples` reads it, literals of JavaScript, or source that calls
 * `elb(…)` or, where it has none of these, another tracker.
 */
export async function readSamples(text: string): Promise<ParsedSamples> {
  const called = callsOf(text)
  if (called === undefined) {
    const read = parseSamples(text)
    if (read.errors.length === 0 || text.length > maxLiteral || !/[{,]\s*[\w$]+\s*:/.test(text)) return read
    const { parseLiteral } = await import('./parse-source.ts')
    return parseSamples(text, parseLiteral)
  }
  // The parser of JavaScript is large, and most texts are data.
  const { readCalls } = await import('./read-calls.ts')
  return unlessTooDeep(() => readCalls(text, called))
}
