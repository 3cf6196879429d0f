import { readSamples } from '@mapping-designer/mapping-engine'
import { readInput } from './read-input.ts'

/** Events of a file, and one sentence with the place for each that cannot be read. */
export interface ReadEvents {
  events: unknown[]
  errors: string[]
}

/**
 * Events in whatever form `readSamples` knows; `-` is standard input. What JSON loses of the text, and what was taken from
 * something around it, is said on standard error. Throws a UsageError where the bytes are no UTF-8.
 */
export async function readEvents(path: string): Promise<ReadEvents> {
  const text = await readInput(path)
  const { events, errors, losses, notes } = await readSamples(text)
  for (const warning of [...losses.map(({ message }) => message), ...notes])
    process.stderr.write(`${path}: ${warning}\n`)
  const whole = tryJson(text)
  // A list keeps its items as they are, so that a wrong one shows up as a failed event at its index.
  if (Array.isArray(whole)) return { events: whole, errors: [] }
  return { events: events.map(({ event }) => event), errors: errors.map(({ message }) => `${path}: ${message}`) }
}

export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
