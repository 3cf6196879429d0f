import { type JsonObject, type JsonValue, tryJson } from '@mapping-designer/shared-types'
import JSON5 from 'json5'
import type { Tracker } from '../foreign/tracker.ts'
import { readSnowplowLine } from '../foreign/trackers/snowplow-line.ts'
import { fromJson } from '../path/from-json.ts'
import { hasMembers, isPlainObject } from '../path/is-plain-object.ts'
import { eventOfCall, layeredCall } from './call-event.ts'
import { exactTexts, writeEvent } from './exact-texts.ts'
import { insideFences, kindOfText, quotedJson } from './insides.ts'
import { findLosses, type Loss } from './losses.ts'
import { findRoundedNumbers, withWrittenDigits } from './number-precision.ts'
import { type Cell, readTable, type TableReading } from './read-table.ts'
import { printedGap, type SampleError, syntaxError } from './syntax-error.ts'
import { positionsIn, type TextPosition } from './text-position.ts'
import { holdsEvent, type Item, unwrapEvents } from './unwrap-events.ts'
import { commandAsEvent, isWalkerCommand, type WalkerCommands, walkerCommands } from './walker-commands.ts'
import { type Piece, valuesInLine, wholeValues } from './whole-values.ts'

export interface ParsedSample {
  event: JsonObject
  /** Line of the text on which it starts, from 1. */
  line: number
  /** The event as JSON; with the digits and keys of the source where reading it loses some. */
  text: string
  /** The tracker whose call it comes from. */
  tracker?: Tracker
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

/** What a sentence says of a value that JSON and JSON5 do not know. Throws an error with the reason. */
export type ParseLiteral = (text: string) => JsonValue

/**
 * Reads events that come as data: one, an array, values one after another (pretty-printed or one on each line), JSON5, or
 * in what tools put around them. A partly broken text gives the good events and the places of the bad ones. Linear in
 * the length of the text. For texts that may hold `elb(…)` calls or JavaScript take `readSamples`.
 */
export function parseSamples(given: string, parseLiteral?: ParseLiteral): ParsedSamples {
  return unlessTooDeep(() => readText(given, parseLiteral))
}

/** What `read` gives; parsers go one call deeper with each bracket, and thousands of them in a text end the stack. */
export function unlessTooDeep(read: () => ParsedSamples): ParsedSamples {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = 'The text is nested too deeply, or too large, to be read.'
    return { events: [], errors: [{ message, line: 1, column: 1 }], notes: [], losses: [] }
  }
}

function readText(given: string, parseLiteral?: ParseLiteral): ParsedSamples {
  const fenced = insideFences(given)
  const text = fenced ?? given
  const table = readTable(text)
  const json = tryJson(text)
  const read = startReading(text, json, parseLiteral)
  if (table !== undefined) return readColumn(table, read)
  if (fenced !== undefined) read.notes.push('What stands outside the Markdown fences was left out.')
  // Most texts are one value, and its end needs no search.
  if (hasMembers(json)) take({ json }, read.own.text, text.search(/\S/), read)
  else readPieces(text, read)
  return finishReading(read)
}

function readPieces(text: string, read: Reading): void {
  for (const piece of wholeValues(text)) {
    if (piece.kind === 'line') readLine(piece, read)
    else readValue(piece, read)
  }
}

interface Reading extends ParsedSamples {
  text: string
  /** What reading the text as a whole loses, and the text without blanks around it. */
  own: { losses: Loss[]; text: string }
  /** How many events were taken from what. */
  taken: Map<string, number>
  commands: WalkerCommands
  positionAt: (offset: number) => TextPosition
  parseLiteral: ParseLiteral | undefined
}

function startReading(text: string, json: JsonValue | undefined, parseLiteral: ParseLiteral | undefined): Reading {
  const losses = findLosses(text, json)
  const own = { losses: [...losses], text: text.trim() }
  return {
    events: [],
    errors: [],
    notes: [],
    losses,
    taken: new Map(),
    text,
    own,
    commands: walkerCommands(),
    positionAt: positionsIn(text),
    parseLiteral,
  }
}

function finishReading({ events, errors, notes, losses, taken, text }: Reading): ParsedSamples {
  const kind = events.length === 0 ? kindOfText(text) : undefined
  if (kind !== undefined && errors[0] !== undefined) {
    const { line, column } = errors[0]
    errors.splice(0, errors.length, { line, column, message: `Line ${line}, column ${column}: ${kind}.` })
  }
  if (events.length + errors.length + notes.length === 0) {
    errors.push({ line: 1, column: 1, message: 'There is no event in this text.' })
  }
  for (const [what, count] of taken) {
    if (count > 0) notes.push(`${count === 1 ? '1 event was' : `${count} events were`} taken from ${what}.`)
  }
  return { events, errors, notes, losses }
}

/** A column is taken where there is no other to choose. */
function readColumn({ columns, cells }: TableReading, read: Reading): ParsedSamples {
  // Its cells are looked at one by one.
  read.losses = []
  if (columns.length > 1) {
    const message = `Line 1: this is a table with events in ${columns.join(' and ')}; leave one of them out.`
    return { events: [], errors: [{ line: 1, column: 1, message }], notes: [], losses: [] }
  }
  for (const cell of cells) readCell(cell, columns.join(), read)
  return finishReading(read)
}

function readCell({ text, offset }: Cell, column: string, read: Reading): void {
  const position = read.positionAt(offset)
  const before = read.events.length
  if (text === '') read.errors.push({ ...position, message: `Line ${position.line}: ${column} is empty here.` })
  else if (parseValue(text) === undefined) read.errors.push(syntaxError(text, position))
  else take({ json: text }, text, offset, read)
  const what = `${column} of a table`
  read.taken.set(what, (read.taken.get(what) ?? 0) + read.events.length - before)
}

function readValue({ text, offset, isClosed }: Piece, read: Reading): void {
  const value = isClosed ? parseValue(text) : undefined
  if (value !== undefined) take(value, text, offset, read)
  else readLiteral(text, offset, read)
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

function readLiteral(text: string, offset: number, read: Reading): void {
  const position = read.positionAt(offset)
  const error = syntaxError(text, position)
  try {
    if (read.parseLiteral === undefined) read.errors.push(error)
    else take({ json: read.parseLiteral(text) }, text, offset, read)
  } catch (problem) {
    // The parser of JavaScript knows only a name that is no value better.
    const isName = problem instanceof Error && problem.message.includes('`') && printedGap(text) === undefined
    read.errors.push(isName ? { ...position, message: inLine(problem.message, position.line) } : error)
  }
}

/** A sentence that begins with a line of a value, with the line of the text. */
function inLine(message: string, line: number): string {
  return message.replace(/^Line (\d+)/, (_, inside) => `Line ${line + Number(inside) - 1}`)
}

function take({ json }: { json: JsonValue }, source: string, offset: number, read: Reading): void {
  const { items, from, note } = unwrapEvents(fromJson(json))
  if (note !== undefined) read.notes.push(note)
  const before = read.events.length
  const position = read.positionAt(offset)
  const texts = new Map<Item, string | undefined>()
  for (const [inside, group] of Map.groupBy(items, (item) => item.source)) {
    const written = inside ?? (typeof json === 'string' ? json : source)
    const losses = written === read.own.text ? read.own.losses : findLosses(written)
    const exact = exactTexts(written, losses, group.length)
    for (const [index, item] of group.entries()) texts.set(item, exact[index])
    if (inside !== undefined) read.losses.push(...lossesInside(inside, position))
  }
  if (typeof json === 'string') read.losses.push(...lossesInside(json, position))
  for (const [index, item] of items.entries()) {
    const call = layeredCall(item.value) ?? commandAsEvent(item.value)
    const what = Array.isArray(json) ? `Line ${position.line}, item ${index + 1}` : `Line ${position.line}`
    if (item.fault !== undefined) read.errors.push({ ...position, message: `${what}: ${item.fault}.` })
    else if (call !== undefined) takeCall(call, what, position, read)
    else takeEvent(item.value, texts.get(item), what, position, read)
  }
  if (from !== undefined) read.taken.set(from, (read.taken.get(from) ?? 0) + read.events.length - before)
}

function takeEvent(value: unknown, text: string | undefined, what: string, position: TextPosition, read: Reading) {
  const given = fromJson(value)
  if (isPlainObject(given)) {
    const event = read.commands.complete(given as JsonObject)
    const written =
      text === undefined || event === given ? text : withWrittenDigits(writeEvent(event), findRoundedNumbers(text))
    read.events.push({ event, line: position.line, text: written ?? writeEvent(event) })
  } else read.errors.push({ ...position, message: notAnEvent(given, what) })
}

/** An entry of the layer, which holds the calls that were made before walkerOS started. */
function takeCall(call: (JsonValue | undefined)[], what: string, position: TextPosition, read: Reading): void {
  const [name, argument] = call
  if (!isWalkerCommand(name)) {
    takeEvent(eventOfCall(call), undefined, what, position, read)
    return
  }
  const note = read.commands.take(name, argument)
  read.notes.push(note === undefined ? `${what}: elb('${name}') reaches the events after it.` : `${what}: ${note}`)
}

/** What a text inside the text loses, at the place of the outer one. */
function lossesInside(source: string, { line, column }: TextPosition): Loss[] {
  return findLosses(source).map((loss) => ({
    ...loss,
    line,
    column,
    message: loss.message.replace(/^Line \d+, column \d+/, `Line ${line}, in a text`),
  }))
}

/** Why a value is no event, as a sentence about `what`. */
export function notAnEvent(value: unknown, what: string): string {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  return `${what} is ${kind}, but an event is an object with a name, such as {"name": "order complete"}.`
}

const surrounded = 'lines with other text around them'

/** A line that begins with no value: a plain value, or events behind the prefix of a log, a command or a call. */
function readLine({ text, offset }: Piece, read: Reading): void {
  const position = read.positionAt(offset)
  const { text: whole } = read
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
  const before = read.events.length + read.notes.length
  const begun = text.search(/[{[]/)
  for (const value of valuesIn(text)) take(value, value.source, offset + Math.max(begun, 0), read)
  const count = read.events.length + read.notes.length - before
  if (count === 0) read.errors.push(unknownCall(text, position) ?? syntaxError(text, position))
  else read.taken.set(surrounded, (read.taken.get(surrounded) ?? 0) + count)
}

interface ValueInLine {
  json: JsonValue
  source: string
}

function valuesIn(line: string): ValueInLine[] {
  const bare = [...valuesInLine(line)].flatMap(({ from, source }): ValueInLine[] => {
    const value = parseValue(source)
    // An argument of a call that is not known is a part of something else, unless it is an event by its own.
    const isPart = /,\s*$/.test(line.slice(0, from)) && !holdsEvent(value?.json)
    // Nor is a list of names and numbers an event.
    const isList = Array.isArray(value?.json) && value.json.every((item) => typeof item !== 'object')
    return value === undefined || typeof value.json !== 'object' || isPart || isList ? [] : [{ ...value, source }]
  })
  if (bare.length > 0) return bare
  return [...quotedJson(line)].flatMap((source) => {
    const value = parseValue(source)
    return value === undefined ? [] : [{ ...value, source }]
  })
}

function unknownCall(text: string, { line, column }: TextPosition): SampleError | undefined {
  const callee = /^\s*(?:await\s+)?([\w$.?]+)\s*\(/.exec(text)?.[1]
  if (callee === undefined) return undefined
  const message = `Line ${line}: ${callee}(…) is a call that is not known here; events are JSON or come in calls of elb.`
  return { line, column, message }
}
