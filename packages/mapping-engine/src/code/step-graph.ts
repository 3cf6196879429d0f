import { isPlainObject } from '../path/is-plain-object.ts'
import { type ObjectParts, putTogether, takeApart } from '../path/object-parts.ts'
import { guardLevels, packValue, unpackValue } from './wire-value.ts'

/** A primitive as wire-value.ts packs it, or the position of a node in a list of one. */
type Reference = unknown

type GraphNode = { id: number } & (
  | ({ is: 'object' | 'list' } & ObjectParts<Reference>)
  | { is: 'map'; entries: [key: Reference, value: Reference][] }
  | { is: 'set'; items: Reference[] }
  | { is: 'date'; time: number }
  | { is: 'pattern'; source: string; flags: string }
  | { is: 'function' | 'foreign' }
)

/**
 * How the event of a chain passes the border of the sandbox, both ways: objects keep their identity, so that an edit in place, a shared part
 * and a kept reference mean what they mean in one process.
 */
export interface StepGraph {
  encode(roots: readonly unknown[]): string
  /** Brings objects of this side to the state that they have on the other, and makes the ones that are new. */
  decode(text: string): unknown[]
  reset(): void
}

/** @param step 1 on one side and -1 on the other, so that both can number objects of their own. */
export function createStepGraph(step: 1 | -1): StepGraph {
  const objects = new Map<number, object>()
  const ids = new Map<object, number>()
  let nextId: number = step

  const know = (id: number, object: object): object => {
    objects.set(id, object)
    ids.set(object, id)
    return object
  }
  const idOf = (object: object): number => {
    const known = ids.get(object)
    if (known !== undefined) return known
    const id = nextId
    nextId += step
    know(id, object)
    return id
  }

  return {
    encode(roots) {
      // Each node is text as soon as it is complete, which takes a fraction of the memory.
      const nodes: string[] = []
      const positions = new Map<object, number>()
      let levels = 0
      const refer = (value: unknown): Reference => {
        if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return packValue(value)
        let position = positions.get(value)
        if (position === undefined) {
          position = nodes.push('') - 1
          positions.set(value, position)
          guardLevels(++levels)
          nodes[position] = JSON.stringify({ id: idOf(value), ...contentOf(value, refer) })
          levels--
        }
        return [position]
      }
      const references = JSON.stringify(roots.map(refer))
      return `{"roots":${references},"nodes":[${nodes.join(',')}]}`
    },
    decode(text) {
      const { roots, nodes }: { roots: Reference[]; nodes: GraphNode[] } = JSON.parse(text)
      const here = nodes.map((node) => objects.get(node.id) ?? know(node.id, emptyOf(node)))
      const valueFor = (reference: Reference): unknown =>
        Array.isArray(reference) ? here[Number(reference[0])] : unpackValue(reference)
      for (const [index, node] of nodes.entries()) fill(here[index], node, valueFor)
      return roots.map(valueFor)
    },
    reset() {
      objects.clear()
      ids.clear()
      nextId = step
    },
  }
}

function contentOf(value: object, refer: (value: unknown) => Reference): object {
  if (typeof value === 'function') return { is: 'function' }
  if (value instanceof Date) return { is: 'date', time: value.getTime() }
  if (value instanceof Map) return { is: 'map', entries: [...value].map(([key, item]) => [refer(key), refer(item)]) }
  if (value instanceof Set) return { is: 'set', items: [...value].map(refer) }
  if (value instanceof RegExp) return { is: 'pattern', source: value.source, flags: value.flags }
  if (Array.isArray(value)) return { is: 'list', ...takeApart(value, refer) }
  return isPlainObject(value) ? { is: 'object', ...takeApart(value, refer) } : { is: 'foreign' }
}

/** An object of a kind that no JSON and no mapping can hold, such as a class of its own. */
const unlike = { [Symbol.toStringTag]: 'Foreign' }

function emptyOf(node: GraphNode): object {
  switch (node.is) {
    case 'object':
      return {}
    case 'list':
      return []
    case 'map':
      return new Map()
    case 'set':
      return new Set()
    case 'date':
      return new Date(node.time)
    case 'pattern':
      return new RegExp(node.source, node.flags)
    case 'function':
      return () => undefined
    case 'foreign':
      return Object.create(unlike)
  }
}

// A frozen object stays as it is on both sides, and Reflect does not throw for one.
function fill(object: unknown, node: GraphNode, valueFor: (reference: Reference) => unknown): void {
  if (node.is === 'map' && object instanceof Map) {
    object.clear()
    for (const [key, item] of node.entries) object.set(valueFor(key), valueFor(item))
  } else if (node.is === 'set' && object instanceof Set) {
    object.clear()
    for (const item of node.items) object.add(valueFor(item))
  } else if ((node.is === 'list' && Array.isArray(object)) || (node.is === 'object' && isPlainObject(object))) {
    putTogether(object, node, valueFor)
  }
}
