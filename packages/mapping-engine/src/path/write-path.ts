import { clone } from './clone.ts'
import { isPlainObject } from './is-plain-object.ts'

/**
 * A copy of the root with the value at the path. Steps that are missing or no objects become objects; array steps
 * are plain keys, without wildcards. Mirrors `core/byPath.ts setByPath`, but never writes into `Object.prototype`.
 */
export function writePath<T>(root: T, path: string, value: unknown): T {
  if (!isPlainObject(root)) return root
  const copy = clone(root)
  writeInto(copy, path.split('.'), value, (container) => container as Container)
  return copy
}

type Container = Record<string, unknown>

/**
 * Writes several values into one object without copying all of it for each: what is changed is copied once, the rest is
 * shared. The same as writePath one after the other, where no path lies inside another and none names an index.
 * Answers false, with nothing of the original changed, where it would have to write into an array.
 */
export function writeShared(root: Container, writes: readonly { steps: readonly string[]; value: unknown }[]): boolean {
  const owned = new Set<object>([root])
  const own = (container: unknown): Container => {
    if (Array.isArray(container)) throw arrayFound
    const copy = owned.has(container as object) ? (container as Container) : { ...(container as Container) }
    owned.add(copy)
    return copy
  }
  try {
    for (const { steps, value } of writes) writeInto(root, steps, value, own)
    return true
  } catch (error) {
    if (error === arrayFound) return false
    throw error
  }
}

const arrayFound = new Error('A policy writes into an array')

function writeInto(
  root: Container,
  steps: readonly string[],
  value: unknown,
  own: (container: unknown) => Container,
): void {
  let current = root
  const last = steps.length - 1
  for (let index = 0; index < last; index++) {
    const step = steps[index] as string
    const next = step in current ? current[step] : undefined
    if (next === Object.prototype) return
    const container = typeof next === 'object' && next !== null ? own(next) : {}
    if (container !== next) current[step] = container
    current = container
  }
  // walkerOS writes into Object.prototype too and so changes every object of the process; a preview must not.
  if (current !== Object.prototype) current[steps[last] as string] = value
}
