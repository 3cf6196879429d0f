import { writtenList } from '@mapping-designer/mapping-engine'

/** Stand for what an event holds and was not read: looking at one is noted, and what came of the event does not count then. */

const looked = new Set<string>()

/** The names of what was looked at since the last call; nothing is looked at between two events. */
export function takeLooked(): readonly string[] {
  if (looked.size === 0) return nothing
  const names = [...looked]
  looked.clear()
  return names
}

const nothing: readonly string[] = []

/**
 * Makes what stands for the object or list under a name: of one it has the type alone, some members that need no look, and the text
 * of a list that its target may have.
 */
export function leftOut(name: string, members: Record<string, unknown> = {}): (target: object) => object {
  const handler = tellingOf(name, members)
  return (target) => new Proxy(target, handler)
}

/** Reading the prototype is not noted: it is the same for every object or list in JSON. */
function tellingOf(name: string, members: Record<string, unknown>): ProxyHandler<object> {
  const noted = <T>(answer: T): T => {
    looked.add(name)
    return answer
  }
  return {
    get(target, key) {
      if (key === writtenList) return Reflect.get(target, key)
      if (typeof key === 'string' && Object.hasOwn(members, key)) return members[key]
      return noted(Reflect.get(target, key))
    },
    has: (target, key) => noted(Reflect.has(target, key)),
    ownKeys: (target) => noted(Reflect.ownKeys(target)),
    getOwnPropertyDescriptor: (target, key) => noted(Reflect.getOwnPropertyDescriptor(target, key)),
    isExtensible: (target) => noted(Reflect.isExtensible(target)),
    // Nothing is changed: all events share it.
    set: () => noted(true),
    defineProperty: () => noted(true),
    deleteProperty: () => noted(true),
    preventExtensions: () => noted(false),
    setPrototypeOf: () => noted(false),
  }
}
