import { expect } from 'vitest'
import { adaptSamples } from './adapt-samples.ts'
import { readSamples } from './read-samples.ts'

/** What a paste comes to, given as text or as JSON; for tests. */
export const readAdapted = async (value: unknown) =>
  adaptSamples(await readSamples(typeof value === 'string' ? value : JSON.stringify(value, null, 2)))

/** The product of an order, as walkerOS nests it. */
export const product = (data: object) => [{ entity: 'product', data }]

/** An event of another tracker, and what it becomes. */
interface Adapted {
  tracker: string
  given: unknown
  event: { name: string }
  leftOut?: string
}

/** Expects that one event is made of what is given, and that the last note names its tracker and what is left out. */
export async function expectAdapted({ tracker, given, event, leftOut }: Adapted): Promise<void> {
  const { events, errors, notes } = await readAdapted(given)
  expect({ errors, events: events.map((one) => one.event) }).toEqual({ errors: [], events: [event] })
  const left = leftOut === undefined ? '' : ` Left out: ${leftOut}.`
  expect(notes.at(-1)).toBe(`1 value is ${tracker}, and became \`${event.name}\`.${left}`)
}
