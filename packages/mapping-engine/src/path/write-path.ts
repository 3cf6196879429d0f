import { clone } from './clone.ts'
import { isPlainObject } from './is-plain-object.ts'

/**
 * A copy of the root with the value at the path. Steps that are missing or no objects become objects; array steps
 * are plain keys, without wildcards. Mirrors `core/byPath.ts setByPath`, but never writes into `Object.prototype`.
 */
export function writePath<T>(root: T, path: string, value: unknown): T {
  if (!isPlainObject(root)) return root
  const copy = clone(root)
  const steps = path.split('.')
  const last = steps.pop() as string
  let current: Record<string, unknown> = copy
  for (const step of steps) {
    const next = step in current ? current[step] : undefined
    if (typeof next !== 'object' || next === null) current[step] = {}
    current = current[step] as Record<string, unknown>
  }
  // walkerOS writes here too and so changes every object of the process; a preview must not.
  if (current !== Object.prototype) current[last] = value
  return copy
}
