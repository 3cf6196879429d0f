import { clone } from './clone.ts'
import { isPlainObject } from './is-plain-object.ts'

/**
 * A copy of the root with the value at the path. Steps that are missing or no objects become objects; array steps
 * are plain keys, without wildcards. Mirrors `core/byPath.ts setByPath`, but never writes into `Object.prototype`.
 */
export function writePath<T>(root: T, path: string, value: unknown): T {
  if (!isPlainObject(root)) return root
  const copy = clone(root)
  writeInto(copy, path.split('.'), value)
  return copy
}

type Container = Record<string, unknown>

/** One of several writes into one object. */
export interface SharedWrite {
  steps: readonly string[]
  /** For each step but the last, which container of all writes it leads to: the same path has the same number. */
  containers: readonly number[]
}

/** Plans writes that share their copies: where no path lies inside another and none names an index. */
export function planSharedWrites(paths: readonly (readonly string[])[]): SharedWrite[] {
  const known = new Map<string, number>()
  return paths.map((steps) => ({
    steps,
    containers: steps.slice(0, -1).map((_, index) => {
      const path = steps.slice(0, index + 1).join('.')
      if (!known.has(path)) known.set(path, known.size)
      return known.get(path) as number
    }),
  }))
}

/**
 * Writes planned values into an object without copying all of it for each: what is changed is copied once, the rest is
 * shared. The same as writePath one after the other. Answers false, with nothing of the original changed, where it would
 * have to write into an array.
 */
export function writeShared(root: Container, settled: readonly { write: SharedWrite; value: unknown }[]): boolean {
  const copies: (Container | undefined)[] = []
  for (const { write, value } of settled) {
    const { steps, containers } = write
    let current = root
    for (let index = 0; index < containers.length; index++) {
      const number = containers[index] as number
      let copy = copies[number]
      if (copy === undefined) {
        const step = steps[index] as string
        const next = step in current ? current[step] : undefined
        if (Array.isArray(next)) return false
        copy = typeof next === 'object' && next !== null ? { ...(next as Container) } : {}
        current[step] = copy
        copies[number] = copy
      }
      current = copy
    }
    current[steps[containers.length] as string] = value
  }
  return true
}

function writeInto(root: Container, steps: readonly string[], value: unknown): void {
  let current = root
  const last = steps.length - 1
  for (let index = 0; index < last; index++) {
    const step = steps[index] as string
    const next = step in current ? current[step] : undefined
    if (next === Object.prototype) return
    const container = typeof next === 'object' && next !== null ? (next as Container) : {}
    if (container !== next) current[step] = container
    current = container
  }
  // walkerOS writes into Object.prototype too and so changes every object of the process; a preview must not.
  if (current !== Object.prototype) current[steps[last] as string] = value
}
