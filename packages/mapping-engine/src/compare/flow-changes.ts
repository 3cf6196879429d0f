import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { valueAt } from '../path/value-at.ts'
import type { ChangeGroup } from './comparison.ts'

/** One place at which two flows differ; order and layout do not count. */
export interface FlowChange {
  /** In the flow file where it still is, or was before. */
  place: Place
  what: 'added' | 'gone' | 'changed'
  before?: unknown
  after?: unknown
}

/** A flow file, and where in it the config of the destination stands. */
export interface FlowSide {
  file: JsonValue
  place: Place
}

/** Where two flow files differ in what decides on the records of a destination; step examples are left out. */
export function flowChanges(before: FlowSide, after: FlowSide): FlowChange[] {
  return partsOf(after).flatMap(({ place, leaveOut }, index) => {
    const old = valueAt(before.file, partsOf(before)[index]?.place ?? [])
    return differences(without(old, leaveOut), without(valueAt(after.file, place), leaveOut), place)
  })
}

/** The config, the step around it, its flow, and what all flows share. */
function partsOf({ place }: FlowSide): { place: Place; leaveOut: readonly string[] }[] {
  return [
    { place, leaveOut: [] },
    { place: place.slice(0, -1), leaveOut: ['config'] },
    { place: place.slice(0, 2), leaveOut: ['destinations'] },
    { place: [], leaveOut: ['flows'] },
  ]
}

function without(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || !isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

function differences(before: unknown, after: unknown, place: Place): FlowChange[] {
  const entries = entriesOf(before, after)
  if (entries !== null) {
    const names = [...new Set(entries.flatMap((side) => [...side.keys()]))]
    const [old, now] = entries
    const inFlow = names.filter((name) => name !== 'examples' || place.includes('config'))
    return inFlow.flatMap((name) => differences(old.get(name), now.get(name), [...place, name]))
  }
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return []
  if (before === undefined) return [{ place, what: 'added', after }]
  return after === undefined ? [{ place, what: 'gone', before }] : [{ place, what: 'changed', before, after }]
}

type Entries = ReadonlyMap<string | number, unknown>

/** What two objects or two lists hold, by name or index; null where they are not of the same kind. */
function entriesOf(before: unknown, after: unknown): [Entries, Entries] | null {
  if (Array.isArray(before) && Array.isArray(after)) return [new Map(before.entries()), new Map(after.entries())]
  if (isPlainObject(before) && isPlainObject(after))
    return [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return null
}

/** Of the changes of a flow those that most likely did what a group of changed records shows. */
export function causesOf(group: ChangeGroup, changes: readonly FlowChange[], config: Place): FlowChange[] {
  const ranks = changes.map(({ place }) => rankOf(group, place, config))
  const best = Math.max(1, ...ranks)
  return changes.filter((_, index) => ranks[index] === best)
}

/** How near a place is to what decides on a change; 0 where it has no say in it. */
function rankOf(group: ChangeGroup, place: Place, config: Place): number {
  if (!config.every((step, index) => step === place[index])) return 1
  const [first, entity, action, next, ...others] = place.slice(config.length)
  if (first !== 'mapping') return decides(group, place.slice(config.length)) ? 3 : 1
  const inRule = typeof next === 'number' ? others : next === undefined ? [] : [next, ...others]
  const name = `${entity}.${action}`
  const ofRule = group.rule?.replace(/\[\d+\]$/, '')
  if (name !== ofRule) return inRule.length === 0 || inRule[0] === 'condition' ? 1 : 0
  const isOther = typeof next === 'number' && group.rule !== `${name}[${next}]`
  if (isOther) return inRule.length === 0 || inRule[0] === 'condition' ? 2 : 0
  return inRule.length === 0 ? 2 : decides(group, inRule) ? 4 : inRule[0] === 'data' ? rankOfData(group) : 1
}

/** What is done to the data as a whole may change any field. */
const rankOfData = ({ kind }: ChangeGroup) => (kind === 'field' ? 0 : 1)

function decides({ kind, path }: ChangeGroup, place: Place): boolean {
  const names = place.join('.')
  if (kind !== 'field') return deciders[kind].test(names)
  if (place[0] !== 'data') return /^(policy|remove|include)\b/.test(names)
  const [field] = (path ?? '').split(/\.|\[\]/)
  return place[1] !== 'map' || place[2] === undefined || place[2] === field
}

const deciders: Record<Exclude<ChangeGroup['kind'], 'field'>, RegExp> = {
  appears: /^(ignore|condition|consent|skip)\b/,
  vanishes: /^(ignore|condition|consent|skip)\b/,
  outcome: /^(ignore|condition|consent|skip)\b/,
  topic: /^settings\.(kafka\.)?topic\b/,
  key: /^settings\.(kafka\.)?key\b/,
  header: /^settings\.(kafka\.)?headers\b/,
  timestamp: /timestamp/,
}

/** The settings of a version of walkerOS, or anything else of a flow, as a path that reads well. */
export function placeInWords(place: Place): string {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    return path === '' ? step : `${path}.${step}`
  }, '')
}
