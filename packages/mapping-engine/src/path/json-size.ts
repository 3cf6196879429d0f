/**
 * About how many characters the JSON of a value has; it may be some more, never fewer by more than the escapes of its
 * texts. Stops counting behind `max`, so that parts that are named again and again cost no more than that.
 */
export function jsonSize(value: unknown, max: number = Number.POSITIVE_INFINITY): number {
  let size = 0
  const open: unknown[] = [value]
  while (open.length > 0 && size <= max) {
    const one = open.pop()
    if (typeof one === 'string') size += one.length + 2
    else if (typeof one !== 'object' || one === null) size += 4
    else if (Array.isArray(one)) {
      size += 2 + one.length
      // Longer than the limit by its commas alone: its places need not be looked at.
      if (size <= max) for (const item of one) open.push(item)
    } else {
      size += 2
      for (const name in one) {
        size += name.length + 4
        open.push((one as Record<string, unknown>)[name])
      }
    }
  }
  return size
}

/** Whether a value contains itself, which JSON cannot say. */
export function isCyclic(value: unknown): boolean {
  const above = new Set<unknown>()
  const done = new Set<unknown>()
  const open: { value: unknown; isLeaving: boolean }[] = [{ value, isLeaving: false }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const one = step.value
    if (step.isLeaving) {
      above.delete(one)
      done.add(one)
    } else if (above.has(one)) return true
    else if (typeof one === 'object' && one !== null && !done.has(one)) {
      above.add(one)
      open.push({ value: one, isLeaving: true })
      for (const part of Object.values(one)) open.push({ value: part, isLeaving: false })
    }
  }
  return false
}
