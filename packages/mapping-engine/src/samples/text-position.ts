/** A place in a text, counted from 1. */
export interface TextPosition {
  line: number
  column: number
}

export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}
