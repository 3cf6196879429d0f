/** A line of a file, counted from 1. */
export interface Line {
  number: number
  text: string
}

const lineFeed = 0x0a

/**
 * The lines of bytes of any number, without their ends and without a byte order mark. `decode` gets whole lines and the number of the
 * first one. Only a line feed ends a line: JSON may hold all the other characters that some programs take for an end.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  decode: (bytes: Uint8Array<ArrayBuffer>, line: number) => string,
): AsyncGenerator<Line> {
  let number = 1
  let begun: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed)
    if (end === -1) {
      begun.push(chunk)
      continue
    }
    const lines = decode(joined([...begun, chunk.subarray(0, end)]), number).split('\n')
    for (const line of lines) yield lineOf(number++, line)
    begun = [chunk.subarray(end + 1)]
  }
  yield lineOf(number, decode(joined(begun), number))
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function lineOf(number: number, text: string): Line {
  return { number, text: (number === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '') }
}
