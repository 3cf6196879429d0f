import { isPlainObject } from '@mapping-designer/mapping-engine'
import { shortValue } from '../ui/format.ts'

/** A field of an event. The path is what a rule writes to reach it. */
export interface FieldNode {
  id: string
  name: string
  path: string
  /** A value, or how much is inside. */
  summary: string
  children: FieldNode[]
  /** Whether a name on the way has a dot in it, so that walkerOS cannot follow the path. */
  hasNoPath?: boolean
}

const trees = new WeakMap<object, FieldNode[]>()
const paths = new WeakMap<object, PathSuggestion[]>()

/** The fields of an event as a tree, made once for an event. */
export function fieldTree(event: Record<string, unknown>): FieldNode[] {
  return once(trees, event, () => Object.entries(event).map(([key, value]) => node(key, key, value, false)))
}

function once<T>(known: WeakMap<object, T>, event: object, make: () => T): T {
  const found = known.get(event) ?? make()
  known.set(event, found)
  return found
}

function node(name: string, path: string, value: unknown, isBelow: boolean): FieldNode {
  const hasNoPath = isBelow || name.includes('.')
  const entries = entriesOf(value)
  return {
    id: path,
    name,
    path,
    summary: summarise(value, entries.length),
    children: entries.map(([key, child]) => node(key, `${path}.${key}`, child, hasNoPath)),
    ...(hasNoPath && { hasNoPath }),
  }
}

type Entry = [name: string, value: unknown]

/** What is inside a value, in an object or a list. */
function entriesOf(value: unknown): Entry[] {
  return Array.isArray(value) || isPlainObject(value) ? Object.entries(value) : []
}

function summarise(value: unknown, size: number): string {
  if (Array.isArray(value)) return size === 0 ? 'empty' : `${size} ${size === 1 ? 'item' : 'items'}`
  if (isPlainObject(value)) return size === 0 ? 'empty' : `${size} ${size === 1 ? 'field' : 'fields'}`
  return shortValue(value, 40)
}

/** Only the branches with a match in name, path or value. */
export function filterTree(nodes: readonly FieldNode[], search: string): FieldNode[] {
  const wanted = search.trim().toLowerCase()
  return wanted === '' ? [...nodes] : branchesWith(nodes, wanted)
}

function branchesWith(nodes: readonly FieldNode[], wanted: string): FieldNode[] {
  const found: FieldNode[] = []
  for (const field of nodes) {
    // What is below a match has its path, and matches as well.
    if (field.path.toLowerCase().includes(wanted)) found.push(field)
    else if (field.children.length === 0) {
      if (field.summary.toLowerCase().includes(wanted)) found.push(field)
    } else {
      const children = branchesWith(field.children, wanted)
      if (children.length > 0) found.push({ ...field, children })
    }
  }
  return found
}

export interface PathSuggestion {
  path: string
  summary: string
}

/** Every path of an event, leaves and branches, for completion. */
export function pathsOf(event: Record<string, unknown>): PathSuggestion[] {
  return once(paths, event, () => firstPathsOf(event, Number.POSITIVE_INFINITY))
}

/** So many paths of an event: a large one has thousands. */
export function firstPathsOf(event: Record<string, unknown>, max: number): PathSuggestion[] {
  const found: PathSuggestion[] = []
  const add = (inside: readonly Entry[], base: string) => {
    for (const [name, value] of inside) {
      if (found.length >= max) return
      const path = `${base}${name}`
      const entries = entriesOf(value)
      found.push({ path, summary: summarise(value, entries.length) })
      add(entries, `${path}.`)
    }
  }
  add(Object.entries(event), '')
  return found
}
