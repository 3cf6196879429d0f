import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import JSON5 from 'json5'
import { readSnowplowLine } from '../foreign/trackers/snowplow-line.ts'
import { fromJson } from '../path/from-json.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { findLosses, type Loss } from './losses.ts'
import { type SampleError, syntaxError } from './syntax-error.ts'
import { positionsIn, type TextPosition } from './text-position.ts'
import { unwrapEvents } from './unwrap-events.ts'
import { type Piece, wholeValues } from './whole-values.ts'

export interface ParsedSample {
  event: JsonObject
  /** Line of the text on which it starts, from 1. */
  line: number
  /** The event as JSON; with the digits and keys of the source where reading it loses some. */
  text: string
}

export interface ParsedSamples {
  events: ParsedSample[]
  /** What could not be read; the events that could are kept. */
  errors: SampleError[]
  /** Sentences about what was read in another way than it is written: wrappers, prefixes, commands of the collector. */
  notes: string[]
  /** What reading the text as JSON loses. */
  losses: Loss[]
}

/**
 * Reads events that come as data: one, an array, values one after another (pretty-printed or one on each line), JSON5, or
 * in what tools put around them. A partly broken text gives the good events and the places of the bad ones. Linear in
 * the length of the text. For texts that may hold `elb(…)` calls take `readSamples`.
 */
export function parseSamples(text: string): ParsedSamples {
  const read = startReading(text)
  for (const piece of wholeValues(text)) {
    if (piece.kind === 'line') readLine(piece, read, text)
    else readValue(piece, read)
  }
  return finishReading(read, text)
}

interface Reading extends Pick<ParsedSamples, 'events' | 'errors'> {
  /** How many events were taken from what. */
  taken: Map<string, number>
  positionAt: (offset: number) => TextPosition
}

function startReading(text: string): Reading {
  return { events: [], errors: [], taken: new Map(), positionAt: positionsIn(text) }
}

function finishReading({ events, errors, taken }: Reading, text: string): ParsedSamples {
  if (events.length + errors.length === 0) {
    errors.push({ line: 1, column: 1, message: 'There is no event in this text.' })
  }
  const notes = [...taken].map(
    ([what, count]) => `${count === 1 ? '1 event was' : `${count} events were`} taken from ${what}.`,
  )
  return { events, errors, notes, losses: findLosses(text) }
}

function readValue({ text, offset, isClosed }: Piece, read: Reading): void {
  const value = isClosed ? parseValue(text) : undefined
  if (value === undefined) read.errors.push(syntaxError(text, read.positionAt(offset)))
  else take(value, text, offset, read)
}

/** JSON first, because JSON5 is many times slower. */
function parseValue(text: string): { json: JsonValue } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {}
  try {
    // JSON5 knows NaN and Infinity, which no event on the wire can hold.
    return { json: JSON.parse(JSON.stringify(JSON5.parse(text))) }
  } catch {
    return undefined
  }
}

function take({ json }: { json: JsonValue }, source: string, offset: number, read: Reading): void {
  const { items, from } = unwrapEvents(fromJson(json))
  const texts = exactTexts(source, items.length)
  const position = read.positionAt(offset)
  for (const [index, item] of items.entries()) {
    const event = fromJson(item)
    if (isPlainObject(event)) {
      const text = texts[index] ?? writeEvent(event)
      read.events.push({ event: event as JsonObject, line: position.line, text })
      if (from !== undefined) read.taken.set(from, (read.taken.get(from) ?? 0) + 1)
    } else {
      const what = Array.isArray(json) ? `Line ${position.line}, item ${index + 1}` : `Line ${position.line}`
      read.errors.push({ ...position, message: notAnEvent(event, what) })
    }
  }
}

/** An event as people edit it. */
export function writeEvent(event: unknown): string {
  return JSON.stringify(event, null, 2)
}

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** The items of a text as they are written; empty where reading them loses nothing. */
function exactTexts(source: string, count: number): (string | undefined)[] {
  const losses = findLosses(source)
  if (losses.length === 0) return []
  if (count === 1 && losses.some(({ code }) => code === 'repeated-key')) return [source]
  const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => unknown }
  const keepDigits: SourceReviver = (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined && rawJSON ? rawJSON(context.source) : value
  try {
    const { items } = unwrapEvents(fromJson(JSON.parse(source, keepDigits as never)))
    return items.length === count ? items.map(writeEvent) : []
  } catch {
    // JSON5, whose text is a sample as it stands.
    return count === 1 ? [source] : []
  }
}

/** Why a value is no event, as a sentence about `what`. */
export function notAnEvent(value: unknown, what: string): string {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  return `${what} is ${kind}, but an event is an object with a name, such as {"name": "order complete"}.`
}

const surrounded = 'lines with other text around them'

/** A line that begins with no bracket: a plain value, or an event behind the prefix of a log or a command. */
function readLine({ text, offset }: Piece, read: Reading, whole: string): void {
  const position = read.positionAt(offset)
  // The first columns may be empty, and blanks lie between values.
  const columns = readSnowplowLine(whole.slice(whole.lastIndexOf('\n', offset) + 1, offset + text.length))
  if (columns !== undefined) {
    take({ json: columns as JsonObject }, '', offset, read)
    return
  }
  const plain = parseValue(text.trim())
  if (plain !== undefined) {
    read.errors.push({ ...position, message: notAnEvent(plain.json, `Line ${position.line}`) })
    return
  }
  const from = text.search(/[{[]/)
  const [inside] = from === -1 ? [] : wholeValues(text.slice(from))
  const value = inside?.isClosed ? parseValue(inside.text) : undefined
  if (inside === undefined || value === undefined || typeof value.json !== 'object') {
    read.errors.push(syntaxError(text, position))
    return
  }
  const before = read.events.length
  take(value, inside.text, offset + from, read)
  read.taken.set(surrounded, (read.taken.get(surrounded) ?? 0) + read.events.length - before)
}
