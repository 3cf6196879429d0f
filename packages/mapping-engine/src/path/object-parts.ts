/** The names of the members that are no items of a list, in their order. */
export function namedMembers(value: object): string[] {
  const keys = Object.keys(value)
  if (!Array.isArray(value)) return keys
  // Items come first.
  let first = keys.length
  while (first > 0 && !isIndex(keys[first - 1])) first--
  return keys.slice(first)
}

function isIndex(key: string | undefined): boolean {
  return String(Number(key) >>> 0) === key
}

/** The prototype that an object was given in place of the usual one, as a key `__proto__` does; undefined for the usual one. */
export function givenPrototype(value: object): object | null | undefined {
  const usual = Array.isArray(value) ? Array.prototype : Object.prototype
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === usual || value === usual ? undefined : prototype
}

/** Assigning to `__proto__` would change the prototype instead of the key; a frozen object stays as it is. */
export function define(object: object, key: string | number, value: unknown): void {
  descriptor.value = value
  Reflect.defineProperty(object, key, descriptor)
  descriptor.value = undefined
}

/** One for all: making one for each member costs the sandbox more than defining it. */
const descriptor: PropertyDescriptor = { value: undefined, enumerable: true, writable: true, configurable: true }

/** Stands for a missing item of a list. */
export const hole = '\u0000hole'

/** What is in an object or a list, each part as `Part` says it; the prototype only where it is another than the usual one. */
export interface ObjectParts<Part> {
  items?: (Part | typeof hole)[]
  entries: [key: string, value: Part][]
  prototype?: Part
}

/** The parts of an object or a list. */
export function takeApart<Part>(value: object, partOf: (value: unknown) => Part): ObjectParts<Part> {
  const prototype = givenPrototype(value)
  const parts: ObjectParts<Part> = { entries: [] }
  if (prototype !== undefined) parts.prototype = partOf(prototype)
  if (Array.isArray(value)) {
    const items: (Part | typeof hole)[] = []
    for (let index = 0; index < value.length; index++) items.push(index in value ? partOf(value[index]) : hole)
    parts.items = items
  }
  for (const key of namedMembers(value)) parts.entries.push([key, partOf(Reflect.get(value, key))])
  return parts
}

/** Makes an object or a list hold these parts and nothing else. */
export function putTogether<Part>(
  object: object,
  { items, entries, prototype }: ObjectParts<Part>,
  valueFor: (part: Part) => unknown,
): object {
  // A list from which an item is deleted becomes a slow one in the sandbox; its length takes all of them at once.
  if (items) Reflect.set(object, 'length', 0)
  for (const key of Object.keys(object)) Reflect.deleteProperty(object, key)
  if (prototype !== undefined || givenPrototype(object) !== undefined) {
    const usual = items ? Array.prototype : Object.prototype
    Reflect.setPrototypeOf(object, prototype === undefined ? usual : (valueFor(prototype) as object | null))
  }
  for (const [index, item] of items?.entries() ?? []) if (item !== hole) define(object, index, valueFor(item as Part))
  if (items) Reflect.set(object, 'length', items.length)
  for (const [key, value] of entries) define(object, key, valueFor(value))
  return object
}
