import { hasMembers, isPlainObject } from '../path/is-plain-object.ts'
import { castToProperty } from '../value/cast-to-property.ts'

/** All that paths give of one value, by path and by what they give, as JSON text. */
export interface Places {
  texts: ReadonlyMap<string, string>
  paths: ReadonlyMap<string, readonly string[]>
  /** Paths of lists. */
  lists: readonly string[]
}

const known = new WeakMap<object, Places>()

/** Items of a list that are reached by their number; the others only by `*` and loops. */
const maxItems = 2
const maxPlaces = 20_000

/** Reads an event or an item of a list once. What holds null is left out, because walkerOS drops it. */
export function placesOf(input: unknown): Places {
  if (!hasMembers(input)) return nothing
  const before = known.get(input)
  if (before !== undefined) return before
  const found = readPlaces(input)
  known.set(input, found)
  return found
}

/** The paths of lists in some inputs; those in items that are reached by their number are left out. */
export function listsIn(inputs: readonly unknown[]): string[] {
  const paths = new Set(inputs.flatMap((input) => placesOf(input).lists))
  return [...paths].filter((path) => path !== '' && !/\d/.test(path))
}

const nothing: Places = { texts: new Map(), paths: new Map(), lists: [] }

function readPlaces(input: object): Places {
  const texts = new Map<string, string>()
  const paths = new Map<string, string[]>()
  const lists: string[] = []
  const add = (path: string, text: string) => {
    texts.set(path, text)
    const same = paths.get(text)
    if (same) same.push(path)
    else paths.set(text, [path])
  }
  const walk = (value: unknown, path: string): void => {
    if (path !== '' && texts.size < maxPlaces && castToProperty(value) !== undefined) add(path, JSON.stringify(value))
    if (Array.isArray(value)) {
      lists.push(path)
      add(path === '' ? 'length' : `${path}.length`, String(value.length))
      for (const [index, item] of value.slice(0, maxItems).entries()) walk(item, joined(path, String(index)))
      for (const [inner, text] of fannedOut(value)) add(joined(path, `*.${inner}`), text)
    } else if (isPlainObject(value)) {
      for (const [name, member] of Object.entries(value)) if (isStep(name)) walk(member, joined(path, name))
    }
  }
  walk(input, '')
  return { texts, paths, lists }
}

const joined = (path: string, step: string) => (path === '' ? step : `${path}.${step}`)

/** A name that a walkerOS path can hold. */
const isStep = (name: string) => name !== '' && name !== '*' && !name.includes('.')

/** What `*` gives of the items of a list, by the path in an item. */
function fannedOut(items: readonly unknown[]): Map<string, string> {
  const inner = items.map((item) => placesOf(item).texts)
  const paths = new Set(inner.flatMap((texts) => [...texts.keys()].filter((path) => !path.includes('*'))))
  return new Map(
    [...paths].map((path) => [path, `[${inner.map((texts) => texts.get(path) ?? 'null').join(',')}]`] as const),
  )
}
