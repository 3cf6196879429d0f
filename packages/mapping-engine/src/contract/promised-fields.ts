import type { Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'

/**
 * The members that each value of a topic has, whatever the event: those that every rule of the topic fills with a static
 * value or a fallback. None where events without a rule go to the topic too, because those are sent as they are.
 */
export function promisedFields(config: unknown, topic: string): string[] {
  const rules = rulesIn(config)
  const { topic: defaultTopic } = kafkaSettingsOf(config)
  const hasCatchAll = rules.some(({ entity, action, rule }) => entity === '*' && action === '*' && !rule['condition'])
  if (defaultTopic === topic && !hasCatchAll) return []
  const promises = rules
    .filter((rule) => isFor(topic, rule, defaultTopic))
    .map(({ rule }) => promisedBy(rule, memberOf(config, 'data')))
  const [first = [], ...others] = promises
  return first.filter((name) => others.every((names) => names.includes(name)))
}

/** Where a config says what a member of the values of a topic is: one place for each rule of the topic that names it. */
export function placesOfField(config: unknown, topic: string, name: string): Place[] {
  const { topic: defaultTopic } = kafkaSettingsOf(config)
  return rulesIn(config).flatMap((found) => {
    const map = memberOf(found.rule['data'], 'map')
    const isNamed = isFor(topic, found, defaultTopic) && isPlainObject(map) && Object.hasOwn(map, name)
    return isNamed ? [[...found.place, 'data', 'map', name]] : []
  })
}

/** Whether a rule sends to a topic; `defaultTopic` is that of the destination. */
export function isFor(topic: string, { rule }: FoundRule, defaultTopic: unknown): boolean {
  return (textOf(memberOf(rule['settings'], 'topic')) ?? defaultTopic) === topic
}

function promisedBy(rule: Record<string, unknown>, configData: unknown): string[] {
  const map = memberOf(rule['data'] ?? configData, 'map')
  // Removed and added again by other members of the rule: what is left cannot be read off the map.
  if (!isPlainObject(map) || rule['include'] !== undefined || rule['silent'] === true) return []
  return Object.entries(map).flatMap(([name, value]) => (isAlwaysThere(value) ? [name] : []))
}

/** A static value or a fallback that nothing holds back, also behind others of a list. */
export function isAlwaysThere(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isAlwaysThere)
  if (!isPlainObject(value) || value['value'] === undefined || value['value'] === null) return false
  return Object.keys(value).every((name) => name === 'value' || name === 'key')
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export interface FoundRule {
  entity: string
  action: string
  place: Place
  rule: Record<string, unknown>
}

/** All rules that make records. */
export function rulesIn(config: unknown): FoundRule[] {
  const entities = memberOf(config, 'mapping')
  return Object.entries(isPlainObject(entities) ? entities : {}).flatMap(([entity, actions]) =>
    Object.entries(isPlainObject(actions) ? actions : {}).flatMap(([action, found]) =>
      [found].flat().flatMap((rule, index) => {
        const place = ['mapping', entity, action, ...(Array.isArray(found) ? [index] : [])]
        return isPlainObject(rule) && rule['ignore'] !== true ? [{ entity, action, place, rule }] : []
      }),
    ),
  )
}
