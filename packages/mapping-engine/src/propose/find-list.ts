import type { JsonValue, Value } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { readPath, splitPath } from '../path/read-path.ts'
import { conditionOf } from './find-gate.ts'
import { ranked } from './likeness.ts'
import { listsIn, placesOf } from './places.ts'
import { byDoubt, type Choice, type Fields, leastSure, openIn } from './proposal.ts'
import { type Input, inAll, isVaried, proven, type Search } from './search.ts'

/** What gives the items of a list. */
type Find = (search: Search) => Choice[]

/** A list made of the items of another, or of values that are named one by one. */
export function findLists(search: Search, find: Find): Choice[] {
  const lists = search.wanted.filter(Array.isArray)
  if (lists.length < search.wanted.length || lists.every((list) => list.length === 0)) return []
  const scopes = ranked(search, listsIn(search.inputs.map(({ value }) => value))).slice(0, maxScopes)
  const loops = scopes.flatMap(({ path }) => loopOver(search, path, lists, find))
  const found = [...loops, ...setOf(search, lists, find)]
  return found.toSorted((a, b) => openIn(a) - openIn(b) || byDoubt(a, b)).slice(0, 4)
}

const maxScopes = 8

function loopOver(search: Search, scope: string, lists: readonly JsonValue[][], find: Find): Choice[] {
  const given = search.inputs.map(({ value, event }) => {
    const items = readPath(value, splitPath(scope))
    return Array.isArray(items) ? items.map((item) => ({ value: item, event })) : null
  })
  // Where there is no list, walkerOS would go on with the whole event.
  if (given.some((items, index) => items === null && lists[index]?.length !== 0)) return []
  const ways = sameLength(given, lists) ?? filtered(search, given, lists)
  return ways.flatMap(({ inputs, condition, words }) => {
    const [best] = find({ ...search, inputs, wanted: lists.flat(), noun: 'item', around: scope })
    if (best === undefined) return []
    const item = condition === undefined ? best.value : withCondition(best.value, condition)
    const loop: Value = { loop: [scope, item], ...(given.includes(null) && { value: [] }) }
    const sure = leastSure([
      best.sure,
      condition === undefined ? 'certain' : 'likely',
      isVaried(search) ? 'certain' : 'likely',
      isPlainObject(best.value) && ('value' in best.value || 'fn' in best.value) ? 'doubtful' : 'certain',
    ])
    return proven(search, [{ value: loop, sure, why: `each of ${scope}${words}: ${best.why}`, inside: best.inside }])
  })
}

/** Items that a list is made of, one for each that is wanted. */
interface Way {
  inputs: Input[]
  condition?: string
  words: string
}

function sameLength(given: readonly (Input[] | null)[], lists: readonly JsonValue[][]): Way[] | undefined {
  const isSame = given.every((items, index) => (items ?? []).length === lists[index]?.length)
  return isSame ? [{ inputs: given.flatMap((items) => items ?? []), words: '' }] : undefined
}

/** Fewer items than there are: those with one value at a path, or those that have what is wanted. */
function filtered(search: Search, given: readonly (Input[] | null)[], lists: readonly JsonValue[][]): Way[] {
  const texts = given.map((items) => (items ?? []).map(({ value }) => placesOf(value).texts))
  const inputs = given.flatMap((items) => items ?? [])
  const tests = new Set(
    texts
      .flat()
      .flatMap((one) => [...one].filter(([path]) => !path.includes('*')).map((entry) => JSON.stringify(entry))),
  )
  const ways: Way[] = []
  for (const test of tests) {
    const [path = '', text]: [string, string] = JSON.parse(test)
    const fits = (isKept: (own: string | undefined) => boolean) =>
      texts.every((items, index) => items.filter((one) => isKept(one.get(path))).length === lists[index]?.length)
    if (/^[^[{]/.test(text) && fits((own) => own === text)) {
      const kept = inputs.filter(({ value }) => placesOf(value).texts.get(path) === text)
      const condition = conditionOf(search, path, ` === ${text}`, (own) => own === text)
      ways.push({ inputs: kept, condition, words: ` with ${path} ${text}` })
    } else if (lists.flat().every((one) => typeof one !== 'object') && fits((own) => own !== undefined)) {
      // A loop leaves out items that give nothing.
      const kept = inputs.filter(({ value }) => placesOf(value).texts.has(path))
      ways.push({ inputs: kept, words: '' })
    }
    if (ways.length === 6) break
  }
  return ways
}

function withCondition(value: Value, condition: string): Value {
  if (typeof value === 'string') return { key: value, condition }
  return Array.isArray(value) ? { condition, set: value } : { condition, ...value }
}

/** Values one by one, where all lists are as long. What gives nothing is null in a set. */
function setOf(search: Search, lists: readonly JsonValue[][], find: Find): Choice[] {
  const length = lists[0]?.length ?? 0
  if (length === 0 || length > 20 || lists.some((list) => list.length !== length)) return []
  const items = Array.from(
    { length },
    (_, at) => find({ ...search, wanted: lists.map((list) => list[at] ?? undefined) })[0],
  )
  const found = items.filter((item) => item !== undefined)
  if (found.length < length) return []
  const inside: Fields = {
    fields: found.flatMap((choice) => choice.inside?.fields ?? []),
    open: found.flatMap((choice) => choice.inside?.open ?? []),
  }
  const sure = leastSure(['likely', ...found.map((choice) => choice.sure)])
  const why = `${length === 1 ? 'one item' : `${length} items`} ${inAll(search)}: ${found.map((one) => one.why).join(' | ')}`
  return proven(search, [{ value: { set: found.map(({ value }) => value) }, sure, why, inside }])
}
