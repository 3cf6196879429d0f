import { checkText, parseSamples } from '@mapping-designer/mapping-engine'
import { readInput } from './read-input.ts'

/** Events of a file, and one sentence with the place for each that cannot be read. */
export interface ReadEvents {
  events: unknown[]
  errors: string[]
}

/**
 * Events as JSON, JSON Lines or elb() calls; `-` is standard input. What JSON loses of the text is said on standard error.
 * Throws a UsageError where the bytes are no UTF-8.
 */
export async function readEvents(path: string): Promise<ReadEvents> {
  const text = await readInput(path)
  for (const warning of lostInReading(text)) process.stderr.write(`${path}: ${warning}\n`)
  const whole = tryJson(text)
  // A list keeps its items as they are, so that a wrong one shows up as a failed event at its index.
  if (Array.isArray(whole)) return { events: whole, errors: [] }
  const { events, errors } = parseSamples(text)
  return { events: events.map(({ event }) => event), errors: errors.map(({ message }) => `${path}: ${message}`) }
}

/** What JSON loses of a text: digits of large numbers, and the earlier of two equal keys. Each with its line. */
function lostInReading(text: string): string[] {
  if (tryJson(text) !== undefined) return checkText(text).map(({ cause }) => cause)
  return text
    .split('\n')
    .flatMap((line, index) => checkText(line).map(({ cause }) => cause.replace('Line 1,', `Line ${index + 1},`)))
}

export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
