import { define, guardLevels, packValue, unpackValue } from './wire-value.ts'

/**
 * What became of an object inside the sandbox: its number, and its items or its entries. Values inside are such nodes,
 * numbers of objects that stand elsewhere, or packed values.
 */
export type ChangedNode =
  | { is: 'list'; id: number; items: (ChangedNode | null)[] }
  | { is: 'object'; id: number; entries: [key: string, node: ChangedNode][] }
  | { is: 'known'; id: number }
  | { is: 'value'; packed: unknown }

/**
 * Numbers for the objects that stand on both sides of the border, so that one and the same object stays one: functions
 * compare them, and what a function changes is changed for everybody who holds it. Both sides number what they are handed
 * in the same order: an object before what is in it, its members in their order.
 */
export interface SharedObjects {
  reset(): void
  /** Numbers everything inside a value. */
  add(root: unknown): void
  find(id: number): object | undefined
  /** The number of an object, or -1. */
  idOf(value: unknown): number
  /** What a value is now; where `isKnownLeftOut`, an object with a number goes by it alone. */
  nodeOf(value: unknown, isKnownLeftOut?: boolean): ChangedNode
  /** Changes objects on this side as they were changed on the other. */
  apply(node: ChangedNode): unknown
}

export function createSharedObjects(): SharedObjects {
  const objects: object[] = []
  const ids = new Map<unknown, number>()

  const add = (value: unknown, above: object[]): void => {
    if (!isShared(value) || above.includes(value)) return
    if (!ids.has(value)) ids.set(value, objects.length)
    objects.push(standIns.get(value)?.() ?? value)
    above.push(value)
    for (const item of Array.isArray(value) ? value : Object.values(value)) add(item, above)
    above.pop()
  }

  const findOr = (fresh: object, id: number): object => {
    const known = objects[id]
    if (known !== undefined) return known
    objects[id] = fresh
    ids.set(fresh, id)
    return fresh
  }

  const apply = (node: ChangedNode): unknown => {
    switch (node.is) {
      case 'value':
        return unpackValue(node.packed)
      case 'known':
        return objects[node.id]
      case 'list':
        return fillList(findOr([], node.id), node.items, apply)
      case 'object':
        return fillObject(findOr({}, node.id), node.entries, apply)
    }
  }

  const nodeOf = (value: unknown, seen: Set<number>, levels = 0): ChangedNode => {
    guardLevels(levels)
    if (!isShared(value)) return { is: 'value', packed: packValue(value) }
    const id = ids.get(value) ?? objects.push(value) - 1
    ids.set(value, id)
    if (seen.has(id)) return { is: 'known', id }
    seen.add(id)
    if (!Array.isArray(value)) {
      const entries: [key: string, node: ChangedNode][] = []
      for (const [key, item] of Object.entries(value)) entries.push([key, nodeOf(item, seen, levels + 1)])
      return { is: 'object', id, entries }
    }
    const items: (ChangedNode | null)[] = []
    for (let index = 0; index < value.length; index++) {
      items.push(index in value ? nodeOf(value[index], seen, levels + 1) : null)
    }
    return { is: 'list', id, items }
  }

  return {
    reset() {
      objects.length = 0
      ids.clear()
    },
    add: (root) => add(root, []),
    find: (id) => objects[id],
    idOf: (value) => ids.get(value) ?? -1,
    nodeOf: (value, isKnownLeftOut = false) => nodeOf(value, new Set(isKnownLeftOut ? ids.values() : [])),
    apply,
  }
}

type Apply = (node: ChangedNode) => unknown

function fillList(list: object, items: readonly (ChangedNode | null)[], apply: Apply): object {
  if (!Array.isArray(list)) return list
  list.length = 0
  for (const [index, item] of items.entries()) if (item !== null) list[index] = apply(item)
  list.length = items.length
  return list
}

function fillObject(object: object, entries: readonly [key: string, node: ChangedNode][], apply: Apply): object {
  for (const key of Object.keys(object)) Reflect.deleteProperty(object, key)
  for (const [key, inside] of entries) define(object, key, apply(inside))
  return object
}

/** Paths such as `data.__proto__` reach what all objects of this process have in common: it is never changed from inside. */
const standIns = new Map<object, () => object>([
  [Object.prototype, () => ({})],
  [Array.prototype, () => []],
])

/** An object or a list: what can stand on both sides. */
export function isShared(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
}
