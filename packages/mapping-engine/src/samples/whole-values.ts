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
const between = /(?:[\s\uFEFF\u200B\u001E,;]|```[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const string = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/y
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const restOfLine = /[^\n]*/y

/** How often an unclosed value is given up in favour of a line inside it: each time costs a walk to the end of the text. */
const maxRetreats = 50

/**
 * The values of a text one after another, whatever lies between them. A value keeps everything inside its brackets, so
 * that no part of it is taken for a value of its own. Linear in the length of the text.
 */
export function* wholeValues(text: string): Generator<Piece> {
  let offset = 0
  let retreats = 0
  while (true) {
    offset = matchEnd(between, text, offset) ?? offset
    if (offset >= text.length) return
    const piece = pieceAt(text, offset, retreats < maxRetreats)
    if (!piece.isClosed && text[offset + piece.text.length] === '{') retreats++
    yield piece
    offset += piece.text.length
  }
}

function pieceAt(text: string, offset: number, mayRetreat: boolean): Piece {
  const first = text[offset]
  if (first === '{' || first === '[') return bracketed(text, offset, mayRetreat)
  const end = first === '"' ? matchEnd(string, text, offset) : undefined
  if (end !== undefined) return { kind: 'value', text: text.slice(offset, end), offset, isClosed: true }
  const line = text.slice(offset, matchEnd(restOfLine, text, offset))
  return { kind: 'line', text: line, offset, isClosed: true }
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
