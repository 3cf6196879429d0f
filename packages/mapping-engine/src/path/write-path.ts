import { clone } from './clone.ts'
import { hasMembers, isPlainObject } from './is-plain-object.ts'

/**
 * A copy of the root with the value at the path. Steps that are missing or no objects become objects; array steps
 * are plain keys, without wildcards. Mirrors `core/byPath.ts setByPath`, but never writes into `Object.prototype`.
 */
export function writePath<T>(root: T, path: string, value: unknown): T {
  if (!isPlainObject(root)) return root
  const copy = clone(root)
  writeInto(copy, path, value)
  return copy
}

type Container = Record<string, unknown>

/** One of several writes into one object. */
export interface SharedWrite {
  /** Each step but the last, and which container of all writes it leads to: the same path has the same number. */
  way: readonly { step: string; container: number }[]
  last: string
}

/** Plans writes that share their copies, path by path: none may lie inside another or name an index. */
export function planSharedWrites(): (path: string) => SharedWrite {
  const known = new Map<string, number>()
  return (path) => {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    const way = steps.map((step, index) => {
      const inner = steps.slice(0, index + 1).join('.')
      const container = known.get(inner) ?? known.size
      known.set(inner, container)
      return { step, container }
    })
    return { way, last }
  }
}

/** Whether a write would lead into a list, which only a write to a real clone does as walkerOS does it. */
export function isListOnWay(root: Container, writes: readonly { write: SharedWrite }[]): boolean {
  for (const { write } of writes) {
    let current: unknown = root
    for (const { step } of write.way) {
      current = hasMembers(current) ? current[step] : undefined
      if (Array.isArray(current)) return true
    }
  }
  return false
}

/**
 * Writes planned values into an object without copying all of it for each: what is changed is copied once, the rest is
 * shared. The same as writePath one after the other, where no list is on the way.
 */
export function writeShared(root: Container, settled: readonly { write: SharedWrite; value: unknown }[]): void {
  const copies: (Container | undefined)[] = []
  for (const { write, value } of settled) {
    let current = root
    for (const { step, container } of write.way) {
      let copy = copies[container]
      if (copy === undefined) {
        const next = step in current ? current[step] : undefined
        copy = hasMembers(next) ? { ...next } : {}
        current[step] = copy
        copies[container] = copy
      }
      current = copy
    }
    current[write.last] = value
  }
}

function writeInto(root: Container, path: string, value: unknown): void {
  let current = root
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  for (const step of steps) {
    const next = step in current ? current[step] : undefined
    if (next === Object.prototype) return
    const container = hasMembers(next) ? next : {}
    if (container !== next) current[step] = container
    current = container
  }
  // walkerOS writes into Object.prototype too and so changes every object of the process; a preview must not.
  if (current !== Object.prototype) current[last] = value
}
