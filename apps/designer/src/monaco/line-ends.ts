/** A text in which all lines end alike, as an editor holds it. */
export function withOneLineEnd(text: string, lineEnd: string): string {
  return text.replace(/\r\n|\r|\n/g, lineEnd)
}

/**
 * An edited text with the line ends that its lines had before: an editor knows only one for the whole text, and a file may
 * mix them. Lines that are new end like most others.
 */
export function keepLineEnds(before: string, after: string): string {
  const old = linesOf(before)
  const now = linesOf(after)
  const shorter = Math.min(old.length, now.length)
  let start = 0
  while (start < shorter && old[start]?.text === now[start]?.text) start++
  let end = 0
  while (end < shorter - start && old.at(-1 - end)?.text === now.at(-1 - end)?.text) end++
  const usual = usualLineEnd(old)
  return now
    .map(({ text, lineEnd }, index) => {
      if (lineEnd === '') return text
      const same =
        index < start ? old[index] : index >= now.length - end ? old[index - now.length + old.length] : undefined
      // A line that was changed and not added still is the line that it was.
      const changed = now.length === old.length ? old[index] : undefined
      return text + ((same ?? changed)?.lineEnd || usual)
    })
    .join('')
}

interface Line {
  text: string
  lineEnd: string
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)]
    .filter(([whole], index, all) => whole !== '' || index < all.length - 1)
    .map(([, line = '', lineEnd = '']) => ({ text: line, lineEnd }))
}

function usualLineEnd(lines: readonly Line[]): string {
  const windows = lines.filter(({ lineEnd }) => lineEnd === '\r\n').length
  return windows * 2 > lines.length ? '\r\n' : '\n'
}
