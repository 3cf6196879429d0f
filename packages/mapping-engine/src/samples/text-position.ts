/** A place in a text, counted from 1. */
export interface TextPosition {
  line: number
  column: number
}

/** Line and column of an offset in the text. For many offsets of one text take `positionsIn`. */
export function positionAt(text: string, offset: number): TextPosition {
  return positionsIn(text)(offset)
}

/** Finds the lines of a text once; each position is then looked up in them. */
export function positionsIn(text: string): (offset: number) => TextPosition {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}
