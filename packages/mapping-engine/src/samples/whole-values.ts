import { anyQuoted, comments } from './quoted-source.ts'

/** A piece of a text that stands for itself: a value in brackets or quotes, or the rest of a line. */
export interface Piece {
  kind: 'value' | 'line'
  text: string
  /** Where it starts in the whole text. */
  offset: number
  /** False where the text ends, or another value begins, before its brackets are closed. */
  isClosed: boolean
}

// What people and tools put between values: blanks, byte order marks, separators of JSON text sequences, fences, comments.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it separates the values of JSON text sequences
const between = /(?:[\s\uFEFF\u200B\u001E,;]+|```[^\n]*|\/\/[^\n]*|#[^\n{[]*(?=\n|$)|\/\*[\s\S]*?\*\/)+/y
const string = new RegExp(anyQuoted, 'y')
const comment = new RegExp(comments, 'y')
const restOfLine = /[^\n]*/y
// A command of a shell goes on where its line ends with a backslash, in Windows with ^ or `.
const commandLine = /[^\n]*(?:(?<=[\\^`]\r?)\n[^\n]*)*/y
// `[INFO] {…}`: what stands in these brackets is no JSON.
const logPrefix = /\[(?![\s\d.,eE+-]*\]|(?:true|false|null)\b)[^\]"'{}[\n]*\][^\n{]*\{/y

/** How often an unclosed value is given up: each time costs a walk to the end of the text. */
const maxRetreats = 50
/** How many unclosed brackets of one line are looked at. */
const maxTries = 8

/**
 * The values of a text one after another, whatever lies between them. A value keeps everything inside its brackets, so
 * that no part of it is taken for a value of its own. Linear in the length of the text.
 */
export function* wholeValues(text: string): Generator<Piece> {
  let offset = 0
  const budget = { left: maxRetreats }
  while (true) {
    offset = matchEnd(between, text, offset) ?? offset
    if (offset >= text.length) return
    const piece = pieceAt(text, offset, budget)
    if (!piece.isClosed && text[offset + piece.text.length] === '{') budget.left--
    yield piece
    offset += piece.text.length
  }
}

interface Budget {
  left: number
}

function pieceAt(text: string, offset: number, budget: Budget): Piece {
  const mayRetreat = budget.left > 0
  const first = text[offset]
  if (first === '{') return bracketed(text, offset, mayRetreat)
  if (first === '[' && matchEnd(logPrefix, text, offset) === undefined) return bracketed(text, offset, mayRetreat)
  const end = first === '"' ? matchEnd(string, text, offset) : undefined
  if (end !== undefined) return { kind: 'value', text: text.slice(offset, end), offset, isClosed: true }
  return { kind: 'line', text: text.slice(offset, lineEnd(text, offset, budget)), offset, isClosed: true }
}

/** Where a line ends that may hold values, each of which may go on over other lines. */
function lineEnd(text: string, offset: number, budget: Budget): number {
  let end = matchEnd(commandLine, text, offset) ?? text.length
  for (let at = nextBracket(text, offset, end); at !== -1 && budget.left > 0; at = nextBracket(text, at, end)) {
    const { isClosed, text: inside } = bracketed(text, at, true)
    if (!isClosed) budget.left--
    at += isClosed ? inside.length : 1
    if (at > end) end = matchEnd(commandLine, text, at) ?? text.length
  }
  return end
}

function nextBracket(text: string, from: number, end: number): number {
  const found = text.slice(from, end).search(/[{[]/)
  return found === -1 ? -1 : from + found
}

/** The bracketed values of a line with other text around them, and where each begins. */
export function* valuesInLine(line: string): Generator<{ from: number; source: string }> {
  let tries = maxTries
  for (let at = nextBracket(line, 0, line.length); at !== -1; at = nextBracket(line, at, line.length)) {
    const { isClosed, text: source } = bracketed(line, at, true)
    if (isClosed) yield { from: at, source }
    else if (--tries === 0) return
    at += isClosed ? source.length : 1
  }
}

function bracketed(text: string, from: number, mayRetreat: boolean): Piece {
  const open: string[] = []
  let before = ''
  let index = from
  let suspect: number | undefined
  const closed = (end: number): Piece => ({ kind: 'value', text: text.slice(from, end), offset: from, isClosed: true })
  const cutOff = (end: number): Piece => ({ ...closed(end), isClosed: false })
  while (index < text.length) {
    const char = text.charAt(index)
    const end = matchEnd(string, text, index) ?? matchEnd(comment, text, index)
    if (end !== undefined) {
      if (char !== '/') before = char
      index = end
      continue
    }
    // A string that is not closed on its line: what follows it is another value.
    if (char === '"') return cutOff(matchEnd(restOfLine, text, index) ?? text.length)
    if (char === '{' || char === '[') {
      if (index > from && text[index - 1] === '\n') {
        // Only in a list does a value begin a line; elsewhere the line before was cut off.
        if (open.at(-1) !== '[' || !'[,'.includes(before)) return cutOff(index)
        if (open.length > 1 && char === '{') suspect ??= index
      }
      open.push(char)
    } else if (char === '}' || char === ']') {
      open.pop()
      if (open.length === 0) return closed(index + 1)
    }
    if (char.trim() !== '') before = char
    index++
  }
  return cutOff(mayRetreat ? (suspect ?? text.length) : text.length)
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
