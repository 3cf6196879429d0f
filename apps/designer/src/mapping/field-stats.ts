import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { FieldNode } from './field-tree.ts'

/** What all samples together have at one path. */
interface FieldStats {
  /** In how many samples it is there. */
  samples: number
  types: Set<string>
  /** Some of its values as JSON, up to a limit. */
  values: Set<string>
  children: Map<string, FieldStats>
}

const maxValues = 100

/** Counts the fields of many events; stops after each for others to go on. */
export function* countFields(events: Iterable<unknown>): Generator<void, FieldNode[]> {
  const root = empty()
  let total = 0
  for (const event of events) {
    total++
    const seen = new Set<FieldStats>()
    add(root, event, seen)
    for (const stats of seen) stats.samples++
    yield
  }
  return toNodes(root, '', total)
}

function empty(): FieldStats {
  return { samples: 0, types: new Set(), values: new Set(), children: new Map() }
}

function add(stats: FieldStats, value: unknown, seen: Set<FieldStats>): void {
  seen.add(stats)
  stats.types.add(typeOf(value))
  const entries = Array.isArray(value)
    ? value.map((item) => ['*', item] as const)
    : isPlainObject(value)
      ? Object.entries(value)
      : null
  if (entries === null) {
    if (stats.values.size < maxValues) stats.values.add(JSON.stringify(value) ?? 'undefined')
    return
  }
  for (const [key, inner] of entries) {
    let child = stats.children.get(key)
    if (child === undefined) {
      child = empty()
      stats.children.set(key, child)
    }
    add(child, inner, seen)
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

function toNodes({ children }: FieldStats, path: string, total: number, isBelow = false): FieldNode[] {
  return [...children].map(([name, stats]) => {
    const own = path === '' ? name : `${path}.${name}`
    const hasNoPath = isBelow || name.includes('.')
    const inside = toNodes(stats, own, total, hasNoPath)
    const node = { id: own, name, path: own, summary: inWords(stats, total), children: inside }
    return hasNoPath ? { ...node, hasNoPath } : node
  })
}

function inWords({ samples, types, values }: FieldStats, total: number): string {
  const parts = [`${samples} of ${total}`, [...types].join(' or ')]
  if (values.size === 1) parts.push([...values].join())
  else if (values.size > 1) parts.push(`${values.size === maxValues ? `${maxValues}+` : values.size} values`)
  return parts.join(', ')
}
