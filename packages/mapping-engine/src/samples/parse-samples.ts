import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import JSON5 from 'json5'
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser'
import { isPlainObject } from '../path/is-plain-object.ts'
import { findRoundedNumbers, type RoundedNumber } from './number-precision.ts'
import { looksLikeElb, parseElbCalls } from './parse-elb-calls.ts'
import { positionAt, type TextPosition } from './text-position.ts'

export interface ParsedSample {
  event: JsonObject
  /** Line of the text on which it starts, from 1. */
  line: number
}

export interface SampleError extends TextPosition {
  message: string
}

export interface ParsedSamples {
  events: ParsedSample[]
  /** What could not be read; the events that could are kept. */
  errors: SampleError[]
  rounded: RoundedNumber[]
}

/**
 * Reads whatever events come in: one event, a JSON array, JSON Lines, JSON5 or a JavaScript object literal, or
 * `elb(…)` calls. Nothing is run. A partly broken text gives the good events and the places of the bad ones.
 */
export function parseSamples(text: string): ParsedSamples {
  const source = text.replace(/^\uFEFF/, '')
  if (source.trim() === '') return failed(1, 1, 'There is no event in this text.')
  const { events, errors } = readEvents(source)
  return { events, errors, rounded: findRoundedNumbers(source) }
}

type Read = Pick<ParsedSamples, 'events' | 'errors'>

function readEvents(source: string): Read {
  const whole = tryParse(() => JSON.parse(source))
  if (whole !== undefined) return fromValue(whole.value, source)
  const lines = readLines(source)
  if (lines !== undefined) return lines
  if (looksLikeElb(source)) return readElb(source)
  const relaxed = tryParse(() => JSON5.parse(source.trim().replace(/;$/, '')))
  if (relaxed !== undefined) return fromValue(toJson(relaxed.value), source)
  return { events: [], errors: [syntaxError(source)] }
}

function tryParse(parse: () => unknown): { value: unknown } | undefined {
  try {
    return { value: parse() }
  } catch {
    return undefined
  }
}

// JSON5 knows NaN and Infinity, which no event on the wire can hold.
function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value))
}

function fromValue(value: unknown, source: string): Read {
  const isList = Array.isArray(value)
  const items = isList ? value : [value]
  const read: Read = { events: [], errors: [] }
  for (const [index, item] of items.entries()) {
    const line = isList ? 1 : positionAt(source, source.search(/\S/)).line
    if (isPlainObject(item)) read.events.push({ event: item as JsonObject, line })
    else read.errors.push({ line, column: 1, message: notAnEvent(item, isList ? `Item ${index + 1}` : 'The text') })
  }
  return read
}

function notAnEvent(item: unknown, what: string): string {
  const kind = item === null ? 'null' : Array.isArray(item) ? 'a list' : `a ${typeof item}`
  return `${what} is ${kind}, but an event is an object with a name, such as {"name": "order complete"}.`
}

/** JSON Lines, if at least one of several lines is an object of its own. */
function readLines(source: string): Read | undefined {
  const lines = source.split('\n')
  if (lines.length < 2) return undefined
  const read: Read = { events: [], errors: [] }
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue
    const parsed = tryParse(() => JSON.parse(text))
    if (parsed !== undefined && isPlainObject(parsed.value)) {
      read.events.push({ event: parsed.value as JsonObject, line: index + 1 })
    } else {
      const column = parsed === undefined ? syntaxError(text).column : 1
      read.errors.push({ line: index + 1, column, message: lineMessage(text, index + 1) })
    }
  }
  return read.events.length > 0 ? read : undefined
}

function lineMessage(text: string, line: number): string {
  const parsed = tryParse(() => JSON.parse(text))
  if (parsed !== undefined) return notAnEvent(parsed.value, `Line ${line}`)
  return syntaxError(text).message.replace('Line 1,', `Line ${line},`)
}

function readElb(source: string): Read {
  try {
    const calls = parseElbCalls(source)
    const read: Read = { events: [], errors: [] }
    for (const { event, line } of calls) {
      if (isPlainObject(event)) read.events.push({ event: toJson(event) as JsonObject, line })
      else read.errors.push({ line, column: 1, message: notAnEvent(event, `Line ${line}: the first argument of elb`) })
    }
    return read
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const line = Number(/^Line (\d+)/.exec(message)?.[1] ?? 1)
    return { events: [], errors: [{ line, column: 1, message }] }
  }
}

function syntaxError(source: string): SampleError {
  const errors: ParseError[] = []
  parseJsonc(source, errors, { disallowComments: true })
  const [first] = errors
  const { line, column } = positionAt(source, first?.offset ?? 0)
  const expected = first === undefined ? 'this is not JSON' : describeParseError(first)
  return { line, column, message: `Line ${line}, column ${column}: ${expected}.` }
}

/** A parse error of jsonc-parser in words, such as "a comma is missing". */
export function describeParseError(error: ParseError): string {
  switch (printParseErrorCode(error.error)) {
    case 'CommaExpected':
      return 'a comma is missing'
    case 'ColonExpected':
      return 'a colon is missing'
    case 'ValueExpected':
      return 'a value is missing'
    case 'PropertyNameExpected':
      return 'a name in double quotes is missing'
    case 'CloseBraceExpected':
      return 'a closing brace is missing'
    case 'CloseBracketExpected':
      return 'a closing bracket is missing'
    case 'EndOfFileExpected':
      return 'there is text after the end'
    case 'InvalidNumberFormat':
      return 'this is no number'
    case 'UnexpectedEndOfString':
      return 'a string is not closed'
    case 'InvalidCommentToken':
      return 'comments are not allowed here'
    default:
      return 'this is not JSON'
  }
}

function failed(line: number, column: number, message: string): ParsedSamples {
  return { events: [], errors: [{ line, column, message }], rounded: [] }
}
