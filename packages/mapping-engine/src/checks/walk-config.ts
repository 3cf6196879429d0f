import type { Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'
import { type ChildValue, childrenOf } from '../value/children-of.ts'

type Json = Record<string, unknown>

export interface RuleAt {
  entity: string
  action: string
  rule: Json
  place: Place
  /** All alternatives of the action, this one among them. */
  alternatives: readonly unknown[]
  index: number
}

export function objectAt(value: unknown, key: string): Json {
  const found = isPlainObject(value) ? value[key] : undefined
  return isPlainObject(found) ? found : {}
}

/** What is found once in a config is found for all checks. */
function remembered<T>(find: (config: unknown) => T): (config: unknown) => T {
  const known = new WeakMap<object, { found: T }>()
  return (config) => {
    if (typeof config !== 'object' || config === null) return find(config)
    let one = known.get(config)
    if (one === undefined) {
      one = { found: find(config) }
      known.set(config, one)
    }
    return one.found
  }
}

/** Every rule that is an object, in the order of the file. */
export const rulesOf = remembered((config): readonly RuleAt[] => {
  return Object.entries(objectAt(config, 'mapping')).flatMap(([entity, actions]) =>
    Object.entries(isPlainObject(actions) ? actions : {}).flatMap(([action, found]) => {
      const isList = Array.isArray(found)
      const alternatives: unknown[] = isList ? found : [found]
      return alternatives.flatMap((rule, index) => {
        const place = ['mapping', entity, action, ...(isList ? [index] : [])]
        return isPlainObject(rule) ? [{ entity, action, rule, place, alternatives, index }] : []
      })
    }),
  )
})

/** Where rules have a key. */
export function rulesWith(config: unknown, key: string): Place[] {
  return rulesOf(config).flatMap(({ rule, place }) => (rule[key] === undefined ? [] : [[...place, key]]))
}

export interface ValueAt {
  config: unknown
  place: Place
  /** Where it stands: as a field of a map, and so on. */
  role: 'data' | 'policy' | ChildValue['role']
}

/** Every mapping value of a config, outermost first: data, policies, and what is inside them. */
export const valuesOf = remembered((config): readonly ValueAt[] => {
  if (!isPlainObject(config)) return []
  const found: ValueAt[] = []
  visit(config['data'], ['data'], 'data', found)
  visitFields(config['policy'], ['policy'], 'policy', found)
  for (const { rule, place } of rulesOf(config)) {
    visit(rule['data'], [...place, 'data'], 'data', found)
    visitFields(rule['policy'], [...place, 'policy'], 'policy', found)
  }
  return found
})

function visitFields(fields: unknown, place: Place, role: ValueAt['role'], found: ValueAt[]): void {
  if (!isPlainObject(fields)) return
  for (const [name, value] of Object.entries(fields)) visit(value, [...place, name], role, found)
}

function visit(value: unknown, place: Place, role: ValueAt['role'], found: ValueAt[]): void {
  if (value === undefined) return
  if (!Array.isArray(value)) found.push({ config: value, place, role })
  for (const child of childrenOf(value)) visit(child.value, [...place, ...child.steps], child.role, found)
}

/** The strings inside a config that are asked for, with their places. */
export function findTexts(
  config: unknown,
  isWanted: (text: string, key: string | number | undefined) => boolean,
): { text: string; place: Place }[] {
  const found: { text: string; place: Place }[] = []
  const place: (string | number)[] = []
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (isWanted(value, place.at(-1))) found.push({ text: value, place: [...place] })
      return
    }
    if (typeof value !== 'object' || value === null) return
    for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      place.push(key)
      look(item)
      place.pop()
    }
  }
  look(config)
  return found
}

/** What the destination and each of its rules say under a key such as `policy`. */
export function everywhere(config: unknown, key: string): { value: unknown; place: Place }[] {
  const ofRules = rulesOf(config).map(({ rule, place }) => ({ value: rule[key], place: [...place, key] }))
  return [{ value: memberOf(config, key), place: [key] }, ...ofRules]
}

/** Every topic that the config names, the destination's first. */
export function topicsOf(config: unknown): { topic: string; place: Place }[] {
  const own: { topic: unknown; place: Place } = {
    topic: kafkaSettingsOf(config).topic,
    place: ['settings', 'kafka', 'topic'],
  }
  const ofRules = rulesOf(config).map(({ rule, place }) => ({
    topic: objectAt(rule, 'settings')['topic'],
    place: [...place, 'settings', 'topic'],
  }))
  return [own, ...ofRules].filter((one): one is { topic: string; place: Place } => typeof one.topic === 'string')
}
