import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'
import { isAlwaysThere, isFor, rulesIn } from './promised-fields.ts'

/** What fills a member of the values of a topic, and why some values have none. */
export interface FieldOrigin {
  /** Such as `data.id`, `"EUR"` or `a function`, each once. */
  sources: string[]
  /** Why the mapping alone does not promise it; empty where it does, or where each rule of the topic fills it. */
  reasons: string[]
}

/** Where a member of the values of a topic comes from, by the rules that send there. */
export function fieldOrigin(config: unknown, topic: string, name: string): FieldOrigin {
  const { topic: defaultTopic } = kafkaSettingsOf(config)
  const rules = rulesIn(config).filter((found) => isFor(topic, found, defaultTopic))
  const values = rules.flatMap(({ rule }) => {
    const map = memberOf(rule['data'] ?? memberOf(config, 'data'), 'map')
    return isPlainObject(map) && Object.hasOwn(map, name) ? [map[name]] : []
  })
  if (values.length === 0) return { sources: ['the event'], reasons: ['sent as the event has it'] }
  const isPartial = values.length < rules.length
  const open = values.filter((value) => !isAlwaysThere(value))
  return {
    sources: [...new Set(values.map(sourceOf))],
    reasons: [
      ...(isPartial ? [`in ${values.length} of ${rules.length} rules`] : []),
      ...new Set(open.flatMap(reasonsOf)),
    ],
  }
}

function sourceOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(sourceOf).join(', else ')
  if (!isPlainObject(value)) return JSON.stringify(value) ?? 'nothing'
  const { loop, fn, map, set, key, value: fixed } = value
  if (Array.isArray(loop)) return loop[0] === 'this' ? 'a list' : `each of ${sourceOf(loop[0])}`
  if (fn !== undefined) return 'a function'
  if (map !== undefined) return 'an object'
  if (Array.isArray(set)) return 'a list'
  const rest = fixed === undefined ? undefined : JSON.stringify(fixed)
  if (typeof key !== 'string') return rest ?? 'the event'
  return rest === undefined ? key : `${key}, else ${rest}`
}

function reasonsOf(value: unknown): string[] {
  if (!isPlainObject(value)) return [`the event may lack ${sourceOf(value)}`]
  const { consent, condition, fn, key, value: fixed } = value
  const held = [
    ...(isPlainObject(consent) ? [`needs ${Object.keys(consent).join(' or ')}`] : []),
    ...(condition === undefined ? [] : ['under a condition']),
  ]
  if (held.length > 0) return held
  if (fn !== undefined) return ['the function may give nothing']
  return typeof key === 'string' && fixed === undefined ? [`the event may lack ${key}`] : ['the event may lack it']
}
