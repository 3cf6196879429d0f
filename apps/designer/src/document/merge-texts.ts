import { diff3Merge } from 'node-diff3'

/**
 * Both changes of one text, line by line; null where they touch the same lines. The line ends of the text are kept, for
 * they belong to the lines.
 */
export function mergeTexts(mine: string, base: string, theirs: string): string | null {
  const regions = diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })
  const merged: string[] = []
  for (const { ok } of regions) {
    if (ok === undefined) return null
    merged.push(...ok)
  }
  return merged.join('')
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
