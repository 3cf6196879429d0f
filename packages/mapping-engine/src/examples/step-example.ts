import type { CollectorState, JsonObject, JsonValue, Outcome, Place } from '@mapping-designer/shared-types'
import { completeEvent } from '../event/complete-event.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { producerSend } from '../record/producer-send.ts'
import type { Runtime } from '../runtime/differences.ts'

/** What the Kafka destination calls, as walkerOS writes it in the `out` of a step example. */
export const sendCall = 'producer.send'

/** One call of an example's `out`: its name and its arguments. */
export type StepCall = [call: string, ...args: JsonValue[]]

/** A step example of the flow file that can be run. Mirrors walkerOS' `Flow.StepExample`. */
export interface ReadableExample {
  isReadable: true
  name: string
  title: string
  /** Place of the example in the flow file. */
  place: Place
  event: JsonObject
  /** A rule of the example's own, in place of the mapping of the destination. */
  rule: JsonValue | undefined
  /** What is expected to be called; null where the example does not say. */
  out: StepCall[] | null
}

export interface UnreadableExample {
  isReadable: false
  name: string
  title: string
  place: Place
  /** One sentence: what is wrong with it. */
  message: string
}

export type StepExample = ReadableExample | UnreadableExample

/** The step examples of a destination, in the order of the file. */
export function readExamples({ step, place }: Pick<FlowDestination, 'step' | 'place'>): StepExample[] {
  const { examples } = step
  if (!isPlainObject(examples)) return []
  const root = [...place.slice(0, -1), 'examples']
  return Object.entries(examples).map(([name, example]) => readExample(name, example, [...root, name]))
}

function readExample(name: string, example: unknown, place: Place): StepExample {
  const title = isPlainObject(example) && typeof example['title'] === 'string' ? example['title'] : name
  const unreadable = (message: string): UnreadableExample => ({ isReadable: false, name, title, place, message })
  if (!isPlainObject(example)) return unreadable('The example is no object with `in` and `out`.')
  const { in: event, out, mapping } = example
  if (!isPlainObject(event)) return unreadable('Its `in` is no event: an event is an object with a name.')
  if (out !== undefined && !isCalls(out)) {
    return unreadable(`Its \`out\` must be a list of calls such as ["${sendCall}", {…}].`)
  }
  const other = out?.find(([call]) => call !== sendCall)
  if (other !== undefined) {
    return unreadable(`Its \`out\` calls \`${other[0]}\`, but the Kafka destination calls \`${sendCall}\` alone.`)
  }
  return {
    isReadable: true,
    name,
    title,
    place,
    event: event as JsonObject,
    rule: mapping as JsonValue | undefined,
    out: out ?? null,
  }
}

function isCalls(out: unknown): out is StepCall[] {
  return Array.isArray(out) && out.every((call) => Array.isArray(call) && typeof call[0] === 'string')
}

/** The config that an example is run with: the destination's, or the one with the example's own rule. */
export function configOfExample(
  config: JsonValue | undefined,
  { rule, event }: ReadableExample,
): JsonValue | undefined {
  if (rule === undefined || !isPlainObject(config)) return config
  const [entity = '*', action = '*'] = String(event['name']).split(' ')
  return { ...(config as JsonObject), mapping: { [entity]: { [action]: rule } } }
}

/**
 * The clock that an example is run at, ms since 1970: an event without a timestamp is dated by it, so it is the time that
 * the example expects.
 */
export function clockOfExample({ out }: ReadableExample): number {
  const [, send] = out?.[0] ?? []
  const messages = memberOf(send, 'messages')
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined
  const timestamp = isPlainObject(first) ? Number(first['timestamp']) : 0
  return Number.isSafeInteger(timestamp) ? timestamp : 0
}

/** The `out` of an outcome as walkerOS writes it: one call for a record, none where nothing is sent. */
export function outOf(outcome: Outcome): StepCall[] {
  return (outcome.copies ?? [outcome]).flatMap((one): StepCall[] =>
    'record' in one ? [[sendCall, producerSend(one.record, one.send)]] : [],
  )
}

/**
 * The `in` of a new example: the event with everything pinned that would differ from run to run, as the collector fills
 * it in: id, timestamp, and the trace and count of its source.
 */
export function pinEvent(
  event: JsonObject,
  options: { collector: CollectorState; now: number; runtime: Runtime },
): JsonObject {
  const complete = completeEvent(event, options)
  const { id, timestamp, source } = complete as unknown as Record<string, JsonValue>
  return { ...event, id: id ?? null, timestamp: timestamp ?? null, source: source ?? null }
}

/** A name for a new example that none of the others has, such as `orderComplete2`. */
export function nameExample(event: JsonObject, taken: readonly string[]): string {
  const words = String(event['name'] ?? 'example').match(/[\p{L}\p{N}]+/gu) ?? ['example']
  const name = words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join('')
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name}${number}`)) number++
  return `${name}${number}`
}
