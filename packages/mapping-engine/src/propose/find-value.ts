import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { castToProperty } from '../value/cast-to-property.ts'
import { findFunctions } from './find-function.ts'
import { findGated } from './find-gate.ts'
import { findLists } from './find-list.ts'
import { findPaths } from './find-path.ts'
import { ranked } from './likeness.ts'
import { placesOf } from './places.ts'
import {
  addField,
  addFields,
  bestData,
  byDoubt,
  type Choice,
  type Fields,
  fieldName,
  leastSure,
  openIn,
} from './proposal.ts'
import { inAll, isVaried, isWhole, only, proven, type Search, textOf } from './search.ts'

/** Everything that gives what is wanted, best first. Nothing is answered where nothing does. */
export function findValue(search: Search): Choice[] {
  const present = search.wanted.filter((one) => one !== undefined)
  if (present.length === 0) return []
  if (present.some((one) => castToProperty(one) === undefined))
    return isWhole(search) ? findLists(search, findItems) : []
  const paths = findPaths(search)
  const [path] = ranked(
    search,
    paths.slice(0, 1).map(({ value }) => String(value)),
  )
  // A path of a like name is better than a static value, though other paths fit as well.
  const still = staticChoice(search).map(
    (choice): Choice => (path && path.like >= 0.5 ? { ...choice, sure: 'doubtful' } : choice),
  )
  if (paths[0] !== undefined && paths[0].sure !== 'doubtful') return [...paths, ...still]
  return sorted([...paths, ...otherwise(search), ...still])
}

function otherwise(search: Search): Choice[] {
  const functions = findFunctions(search)
  if (!isWhole(search)) {
    const some = only(search, (index) => search.wanted[index] !== undefined)
    return [...functions, ...findGated(search, [...findMap(some), ...findValue(some)])]
  }
  const fallbacks = findFallbacks(search)
  return [...fallbacks, ...functions, ...findLists(search, findItems)]
}

/** Items that are objects are made of their fields, unless they are somewhere as a whole. */
function findItems(search: Search): Choice[] {
  const paths = findPaths(search)
  if (paths[0] !== undefined && paths[0].sure !== 'doubtful') return paths
  return [...findMap(search), ...findValue(search)]
}

const sorted = (choices: readonly Choice[]) =>
  choices.toSorted((a, b) => byDoubt(a, b) || openIn(a) - openIn(b)).slice(0, 6)

function staticChoice(search: Search, events = 2): Choice[] {
  const [value] = search.wanted
  if (value === undefined || !isWhole(search) || isVaried(search)) return []
  // One event proves nothing: there, a value that stands nowhere in it is not found.
  if (new Set(search.inputs.map(({ event }) => event)).size < events) return []
  return proven(search, [{ value: { value }, sure: 'likely', why: `the same ${inAll(search)}, so a static value` }])
}

/** The first of two paths that is there, or a path and a static value where it is missing. */
function findFallbacks(search: Search): Choice[] {
  const texts = search.wanted.map(textOf)
  const covers = coveringPaths(search, texts)
  return covers
    .flatMap(({ path, like, covered }): Choice[] => {
      const rest = only(search, (index) => !covered.includes(index))
      const proof = new Set(covered.map((index) => texts[index])).size > 1
      const [next] = isVaried(rest)
        ? findPaths(rest)
        : [...findPaths(rest).filter(({ sure }) => sure !== 'doubtful'), ...staticChoice(rest, 1)]
      if (next === undefined) return []
      const { value: other } = next
      const value = typeof other === 'string' ? [path, other] : { key: path, value: rest.wanted[0] }
      const words = typeof other === 'string' ? other : textOf(rest.wanted[0])
      const of = `${covered.length} of ${search.inputs.length} ${search.noun}s`
      const sure = (proof || like >= 0.5) && covers[0]?.path === path ? 'likely' : 'doubtful'
      return proven(search, [{ value, sure, why: `equals ${path} in ${of}, else ${words}` }])
    })
    .slice(0, 3)
}

/** Paths that give what is wanted of some inputs and nothing of the others, those of most inputs first. */
function coveringPaths(search: Search, texts: readonly (string | undefined)[]) {
  const places = search.inputs.map(({ value }) => placesOf(value))
  const paths = new Set(places.flatMap(({ paths }, index) => paths.get(texts[index] ?? '') ?? []))
  const fits = ranked(search, paths).map(({ path, like }) => {
    const given = places.map(({ texts: own }) => own.get(path))
    const covered = given.flatMap((text, index) => (text === texts[index] ? [index] : []))
    return { path, like, covered, isFit: given.every((text, index) => text === undefined || text === texts[index]) }
  })
  return fits
    .filter(({ isFit, covered }) => isFit && covered.length < texts.length)
    .toSorted((a, b) => b.covered.length - a.covered.length)
    .slice(0, 4)
}

/** An object as a map of its fields. */
export function findMap(search: Search): Choice[] {
  if (!isObjects(search)) return []
  const inside = findFields(search, [])
  if (inside.fields.length === 0) return []
  const sure = leastSure(inside.fields.map(({ choices: [choice] }) => choice.sure))
  const why = inside.fields.map(({ path, choices: [choice] }) => `${fieldName(path)} ${choice.why}`).join('; ')
  return proven(search, [{ value: bestData(inside.fields), sure, why, inside }])
}

/** Objects that hold something at least once: an empty one is what a map gives whose fields are all missing. */
const isObjects = ({ wanted }: Search): boolean =>
  wanted.every(isPlainObject) && wanted.some((one) => Object.keys(one ?? {}).length > 0)

/** The fields of the objects that are wanted, those of objects in them too; in the order of the first that has them. */
export function findFields(search: Search, path: readonly string[]): Fields {
  const objects = search.wanted.map((one): JsonObject => (isPlainObject(one) ? one : {}))
  const found: Fields = { fields: [], open: [] }
  for (const name of namesOf(objects)) {
    const place = [...path, name]
    const own = { ...search, name: fieldName(place), wanted: objects.map((one) => one[name]) }
    const choices = isObjects(own) ? findPaths(own) : findValue(own)
    const [best] = choices
    if (isObjects(own) && (best?.sure ?? 'doubtful') === 'doubtful') {
      const inner = findFields(own, place)
      if (best === undefined || inner.open.length === 0) {
        addFields(found, inner)
        continue
      }
    }
    const wanted = own.wanted.find((one) => one !== undefined)
    addField(found, { path: place, why: whyOpen(own), wanted }, choices)
  }
  return found
}

function namesOf(objects: readonly JsonObject[]): string[] {
  const names: string[] = []
  for (const object of objects) {
    let at = 0
    for (const name of Object.keys(object)) {
      const known = names.indexOf(name)
      if (known === -1) names.splice(at, 0, name)
      at = (known === -1 ? at : known) + 1
    }
  }
  return names
}

function whyOpen({ wanted, noun }: Search): string {
  const hasNull = (value: JsonValue | undefined) => value !== undefined && castToProperty(value) === undefined
  if (wanted.some(hasNull)) return 'walkerOS leaves out what is or holds null'
  return `nothing in the ${noun === 'item' ? 'items' : 'event'} gives it`
}
