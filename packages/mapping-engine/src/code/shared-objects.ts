import { givenPrototype, namedMembers, type ObjectParts, putTogether, takeApart } from '../path/object-parts.ts'
import { guardLevels, maxHandedLevels, packValue, unpackValue } from './wire-value.ts'

/**
 * A value on its way over the border: the number of an object that stands on both sides, an object with its number and
 * what is in it, a packed tree of objects that are new to the other side, or a packed value of another kind.
 */
export type SharedNode =
  | number
  | ({ is: 'list' | 'object'; id: number } & ObjectParts<SharedNode>)
  | { is: 'fresh' | 'value'; packed: unknown }

/**
 * Numbers for the objects that stand on both sides of the border, so that one and the same object stays one: functions
 * compare them, and what a function changes is changed for everybody who holds it. Both sides number what is handed over
 * in the same order: an object before what is in it, its members in their order.
 */
export interface SharedObjects {
  reset(): void
  /** What stands for a value; the other side takes it, and both number what is new in it. Throws a RangeError for too many levels. */
  hand(value: unknown): SharedNode
  /** What an object is now, with all that is in it. */
  contentOf(value: unknown): SharedNode
  /** The value that the other side handed over, with the objects of this side as they are there now; untagged is what JSON can say. */
  take(node: SharedNode, isUntagged?: boolean): unknown
}

export function createSharedObjects(): SharedObjects {
  const objects: object[] = []
  const ids = new Map<unknown, number>()

  const know = (value: object, id = objects.length): number => {
    objects[id] = value
    ids.set(value, id)
    return id
  }

  /** Numbers a tree; answers false as soon as an object in it has a number already. */
  const number = (value: unknown, levels = 0): boolean => {
    if (!isShared(value)) return true
    if (ids.has(value)) return false
    guardLevels(levels)
    know(value)
    const inside = (item: unknown) => number(item, levels + 1)
    if (!inside(givenPrototype(value))) return false
    if (Array.isArray(value) && !value.every(inside)) return false
    return namedMembers(value).every((key) => inside(Reflect.get(value, key)))
  }

  const isFresh = (value: object): boolean => {
    const count = objects.length
    if (number(value)) return true
    for (const object of objects.splice(count)) ids.delete(object)
    return false
  }

  const nodeOf = (value: unknown, isSaid: (id: number) => boolean, levels = 0): SharedNode => {
    guardLevels(levels)
    if (!isShared(value)) return { is: 'value', packed: packValue(value) }
    const known = ids.get(value)
    const id = known ?? know(value)
    if (isSaid(id) && known !== undefined) return id
    const parts = takeApart(value, (part) => nodeOf(part, isSaid, levels + 1))
    return { is: Array.isArray(value) ? 'list' : 'object', id, ...parts }
  }

  const take = (node: SharedNode, isUntagged = false): unknown => {
    if (typeof node === 'number') return standIns.get(objects[node])?.() ?? objects[node]
    if ('packed' in node) {
      const value = isUntagged ? node.packed : unpackValue(node.packed)
      if (node.is === 'fresh') number(value)
      return value
    }
    const { is, id } = node
    const object = objects[id] ?? (is === 'list' ? [] : {})
    know(object, id)
    return putTogether(standIns.get(object)?.() ?? object, node, (part) => take(part, isUntagged))
  }

  return {
    reset() {
      objects.length = 0
      ids.clear()
    },
    hand(value) {
      const isNew = isShared(value) && !ids.has(value) && isFresh(value)
      return isNew ? { is: 'fresh', packed: packValue(value, maxHandedLevels) } : nodeOf(value, () => true)
    },
    contentOf(value) {
      const said = new Set<number>()
      return nodeOf(value, (id) => said.has(id) || !said.add(id))
    },
    take,
  }
}

/** Paths such as `data.__proto__` reach what all objects of this process have in common: it is never changed from inside. */
const standIns = new Map<unknown, () => object>([
  [Object.prototype, () => ({})],
  [Array.prototype, () => []],
])

/** An object or a list: what can stand on both sides. */
function isShared(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
}
