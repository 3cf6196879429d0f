import { clone } from './clone.ts'
import { isPlainObject } from './is-plain-object.ts'

type Container = Record<string, unknown> | unknown[]

/** A copy without what is at the path; array items are spliced out. Mirrors `core/byPath.ts deleteByPath`. */
export function deletePath(root: Record<string, unknown>, path: string): Record<string, unknown> {
  const copy = clone(root)
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let current: Container = copy
  for (const step of steps) {
    const next = child(current, step)
    if (next === undefined) return copy
    current = next
  }
  if (Array.isArray(current)) {
    const index = itemIndex(current, last)
    if (index !== undefined) current.splice(index, 1)
  } else if (current !== Object.prototype) {
    delete current[last]
  }
  return copy
}

function child(container: Container, step: string): Container | undefined {
  const next = Array.isArray(container) ? container[itemIndex(container, step) ?? -1] : container[step]
  return Array.isArray(next) || isPlainObject(next) ? next : undefined
}

function itemIndex(items: unknown[], step: string): number | undefined {
  const index = Number(step)
  return Number.isInteger(index) && index >= 0 && index < items.length ? index : undefined
}
