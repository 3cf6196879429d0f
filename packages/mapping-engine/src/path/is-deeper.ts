/** Levels of objects and lists inside one another up to which a value can be copied, handed over and written everywhere. */
export const maxLevels = 1_000

/** Whether a value has more levels than that. Looks at one level after the other, so that no depth is too much for it. */
export function isDeeper(value: unknown, levels: number = maxLevels): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return false
  }
  return true
}
