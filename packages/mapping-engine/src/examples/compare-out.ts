import { formatPlace, type JsonObject, type JsonValue, type Outcome } from '@mapping-designer/shared-types'
import { eventKeys } from '../event/complete-event.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { outOf, type ReadableExample, type StepCall } from './step-example.ts'

/** One place at which a record is not as expected; undefined where one side has nothing. */
export interface ExampleDifference {
  /** Field of the record, into its value: `value.items[0].price`. */
  path: string
  expected: JsonValue | undefined
  actual: JsonValue | undefined
  /** What to know where the two look alike. */
  note?: string
}

export interface ExampleResult {
  status: 'passed' | 'failed'
  differences: ExampleDifference[]
  /** Why there is no record although one is expected. */
  reason?: string
}

/** Compares what an example expects with what its event comes to. An example that expects nothing yet fails. */
export function compareExample({ out }: Pick<ReadableExample, 'out'>, outcome: Outcome): ExampleResult {
  if (outcome.kind === 'failed') {
    return { status: 'failed', differences: [], reason: `The push fails: ${outcome.detail}.` }
  }
  if (out === null) return { status: 'failed', differences: [], reason: 'The example has no `out` yet.' }
  const differences = compareCalls(out, outOf(outcome))
  return { status: differences.length === 0 ? 'passed' : 'failed', differences }
}

function compareCalls(expected: readonly StepCall[], actual: readonly StepCall[]): ExampleDifference[] {
  if (expected.length !== actual.length) {
    return [{ path: 'record', expected: inWords(expected), actual: inWords(actual) }]
  }
  return expected.flatMap(([, send], index) => {
    const mine = actual[index]?.[1]
    if (!isPlainObject(send) || !isPlainObject(mine)) return compare([], send, mine)
    const { messages, ...rest } = send
    const { messages: mineMessages, ...mineRest } = mine
    return [...compareMessages(messages, mineMessages), ...compare([], rest, mineRest)]
  })
}

function inWords(calls: readonly StepCall[]): string {
  if (calls.length === 0) return 'no record'
  return calls.length === 1 ? 'a record' : `${calls.length} records`
}

function compareMessages(expected: JsonValue | undefined, actual: JsonValue | undefined): ExampleDifference[] {
  const theirs = onlyMessage(expected)
  const mine = onlyMessage(actual)
  if (theirs === undefined || mine === undefined) return [{ path: 'messages', expected, actual }]
  const { value, ...rest } = theirs
  const { value: mineValue, ...mineRest } = mine
  return [...compare([], rest, mineRest), ...compareValues(value, mineValue)]
}

function onlyMessage(messages: JsonValue | undefined): JsonObject | undefined {
  const [message, ...more] = Array.isArray(messages) ? messages : []
  return isPlainObject(message) && more.length === 0 ? message : undefined
}

// The value is JSON in a text, so it is compared as what it says and only then as a text.
function compareValues(expected: JsonValue | undefined, actual: JsonValue | undefined): ExampleDifference[] {
  if (expected === actual) return []
  const mine = parsed(actual)
  if (expected === 'json:event' || expected === 'json:data') {
    const json = mine?.json
    const isEvent = isPlainObject(json) && eventKeys.every((key) => key in json)
    return isEvent === (expected === 'json:event') ? [] : [{ path: 'value', expected, actual }]
  }
  const theirs = parsed(expected)
  if (mine === undefined || theirs === undefined) return [{ path: 'value', expected, actual }]
  const inside = compare(['value'], theirs.json, mine.json)
  return inside.length > 0
    ? inside
    : [
        {
          path: 'value',
          expected,
          actual,
          note: 'The same fields in another order, or numbers written in another way.',
        },
      ]
}

function parsed(text: JsonValue | undefined): { json: JsonValue } | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function compare(
  path: (string | number)[],
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
): ExampleDifference[] {
  if (Object.is(expected, actual)) return []
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length)
    return Array.from({ length }, (_, index) => compare([...path, index], expected[index], actual[index])).flat()
  }
  if (isPlainObject(expected) && isPlainObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap((key) => compare([...path, key], expected[key], actual[key]))
  }
  return [{ path: formatPlace(path), expected, actual }]
}
