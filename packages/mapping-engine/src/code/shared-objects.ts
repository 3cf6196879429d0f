import { unpackValue } from './wire-value.ts'

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
  /** Changes objects on this side as they were changed on the other. */
  apply(node: ChangedNode): unknown
}

export function createSharedObjects(): SharedObjects {
  const objects: object[] = []
  const ids = new Map<unknown, number>()

  const add = (value: unknown, above: readonly object[]): void => {
    if (!isShared(value) || above.includes(value)) return
    if (!ids.has(value)) ids.set(value, objects.length)
    objects.push(standIns.get(value)?.() ?? value)
    const inside = [...above, value]
    if (Array.isArray(value)) for (let index = 0; index < value.length; index++) add(value[index], inside)
    else for (const key of Object.keys(value)) add((value as Record<string, unknown>)[key], inside)
  }

  const findOrMake = (id: number, make: () => object): object => {
    let object = objects[id]
    if (object === undefined) {
      object = make()
      objects[id] = object
      ids.set(object, id)
    }
    return object
  }

  const apply = (node: ChangedNode): unknown => {
    switch (node.is) {
      case 'value':
        return unpackValue(node.packed)
      case 'known':
        return objects[node.id]
      case 'list': {
        const list = findOrMake(node.id, () => []) as unknown[]
        list.length = 0
        for (const [index, item] of node.items.entries()) if (item !== null) list[index] = apply(item)
        list.length = node.items.length
        return list
      }
      case 'object': {
        const object = findOrMake(node.id, () => ({})) as Record<string, unknown>
        for (const key of Object.keys(object)) delete object[key]
        for (const [key, inside] of node.entries) {
          Object.defineProperty(object, key, {
            value: apply(inside),
            enumerable: true,
            writable: true,
            configurable: true,
          })
        }
        return object
      }
    }
  }

  return {
    reset() {
      objects.length = 0
      ids.clear()
    },
    add: (root) => add(root, []),
    find: (id) => objects[id],
    idOf: (value) => ids.get(value) ?? -1,
    apply,
  }
}

/** Paths such as `data.__proto__` reach what all objects of this process have in common: it is never changed from inside. */
const standIns = new Map<object, () => object>([
  [Object.prototype, () => ({})],
  [Array.prototype, () => []],
])

function isShared(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
}
