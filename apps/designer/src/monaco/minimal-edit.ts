/** The smallest replacement that turns one text into another, as offsets into the first. */
export interface MinimalEdit {
  from: number
  to: number
  text: string
}

export function minimalEdit(before: string, after: string): MinimalEdit | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) }
}
