import { hasMembers } from './is-plain-object.ts'

/**
 * About how many characters the JSON of a value has; it may be some more, never fewer by more than the escapes of its
 * texts. Stops counting behind `max`, so that parts that are named again and again cost no more than that.
 */
export function jsonSize(value: unknown, max: number = Number.POSITIVE_INFINITY): number {
  let size = sizeOfLeaf(value)
  if (!hasMembers(value)) return size
  const open = [value]
  for (let one = open.pop(); one !== undefined && size <= max; one = open.pop()) {
    if (Array.isArray(one)) {
      size += one.length
      // Longer than the limit by its commas alone: its places need not be looked at.
      if (size > max) break
      for (let index = 0; index < one.length; index++) {
        const item: unknown = one[index]
        if (typeof item === 'string') size += item.length + 2
        else {
          size += 4
          if (hasMembers(item)) open.push(item)
        }
      }
    } else {
      for (const name in one) {
        const item: unknown = one[name]
        size += name.length + 6
        if (typeof item === 'string') size += item.length
        else if (hasMembers(item)) open.push(item)
      }
    }
  }
  return size
}

function sizeOfLeaf(value: unknown): number {
  return typeof value === 'string' ? value.length + 2 : 4
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
