import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { samePlace } from '../document/place.ts'
import { listRules, type RuleEntry } from './rule-list.ts'

/** Edits of the config, and the rule that is selected after them. */
export interface RuleEdit {
  edits: FlowEdit[]
  label: string
  select: Place | null
}

type Config = unknown

function alternativesOf(config: Config, { entity, action }: RuleEntry): JsonValue[] {
  const found = valueAt(config, ['mapping', entity, action]) as JsonValue
  return Array.isArray(found) ? found : [found]
}

/** A rule for events of an entity and an action; where there is one already, a further alternative at the end. */
export function addRule(config: Config, entity: string, action: string, rule: JsonObject = {}): RuleEdit {
  const place = ['mapping', entity, action]
  const found = valueAt(config, place) as JsonValue | undefined
  if (found === undefined)
    return { edits: [{ place, value: rule }], label: `add rule ${entity} ${action}`, select: place }
  if (Array.isArray(found)) {
    const at = [...place, found.length]
    return { edits: [{ place: at, value: rule, isInsertion: true }], label: 'add alternative', select: at }
  }
  return { edits: [{ place, value: [found, rule] }], label: 'add alternative', select: [...place, 1] }
}

/** A copy right below: the next alternative of the same action. */
export function duplicateRule(config: Config, entry: RuleEntry): RuleEdit {
  const place = ['mapping', entry.entity, entry.action]
  const list = alternativesOf(config, entry)
  const at = (entry.alternative ?? 1) - 1
  return {
    edits: [{ place, value: list.toSpliced(at + 1, 0, entry.rule as JsonValue) }],
    label: `duplicate rule ${entry.entity} ${entry.action}`,
    select: [...place, at + 1],
  }
}

/** An alternative at another position of its list, counted from 0; null where it is no move. */
export function moveRule(config: Config, entry: RuleEntry, to: number): RuleEdit | null {
  if (entry.alternative === null) return null
  const from = entry.alternative - 1
  const list = alternativesOf(config, entry)
  if (to < 0 || to >= list.length || to === from) return null
  const place = ['mapping', entry.entity, entry.action]
  const moved = list.toSpliced(from, 1).toSpliced(to, 0, entry.rule as JsonValue)
  return {
    edits: [{ place, value: moved }],
    label: `move rule ${entry.entity} ${entry.action}`,
    select: [...place, to],
  }
}

/**
 * Takes a rule away. An entity without actions would still hide the rules of `*`, so it goes with its last one; of two
 * alternatives the other one stands alone again. The next rule is selected, else the one before.
 */
export function deleteRule(config: Config, entry: RuleEntry): RuleEdit {
  const { entity, action } = entry
  const label = `delete rule ${entity} ${action}`
  const place = ['mapping', entity, action]
  const rest = alternativesOf(config, entry).toSpliced((entry.alternative ?? 1) - 1, 1)
  const [last] = rest
  if (last !== undefined) {
    const isAlone = rest.length === 1 && isPlainObject(last) && !('condition' in last)
    const next = Math.min((entry.alternative ?? 1) - 1, rest.length - 1)
    return {
      edits: isAlone
        ? [{ place, value: last }]
        : [{ place: [...place, (entry.alternative ?? 1) - 1], value: undefined }],
      label,
      select: isAlone ? place : [...place, next],
    }
  }
  const actions = valueAt(config, ['mapping', entity])
  const isLast = isPlainObject(actions) && Object.keys(actions).length === 1
  return {
    edits: [{ place: isLast ? ['mapping', entity] : place, value: undefined }],
    label,
    select: placeBeside(config, entry),
  }
}

function placeBeside(config: Config, { place }: RuleEntry): Place | null {
  const rules = listRules(valueAt(config, ['mapping']))
  const at = rules.findIndex((rule) => samePlace(rule.place, place))
  return (rules[at + 1] ?? rules[at - 1])?.place ?? null
}

/**
 * All alternatives of an action under another entity or action; null where that is taken or nothing changes. The mapping is
 * written as a whole, so that order and comments stay.
 */
export function renameRule(config: Config, { entity, action }: RuleEntry, to: [string, string]): RuleEdit | null {
  const [newEntity, newAction] = to
  const mapping = valueAt(config, ['mapping'])
  const moved = valueAt(mapping, [entity, action])
  if (!isPlainObject(mapping) || moved === undefined) return null
  if (newEntity === '' || newAction === '' || valueAt(mapping, to) !== undefined) return null
  const actions = Object.entries(isPlainObject(mapping[entity]) ? mapping[entity] : {})
  const isWhole = actions.length === 1 && mapping[newEntity] === undefined
  const renamed = Object.entries(mapping).flatMap(([name, found]): [string, unknown][] => {
    const ofEntity = isPlainObject(found) ? Object.entries(found) : []
    if (name === entity && (newEntity === entity || isWhole)) {
      return [[newEntity, Object.fromEntries(ofEntity.map(([key, rule]) => [key === action ? newAction : key, rule]))]]
    }
    const rest = ofEntity.filter(([key]) => key !== action)
    if (name === entity) return rest.length === 0 ? [] : [[name, Object.fromEntries(rest)]]
    return [[name, name === newEntity ? Object.fromEntries([...ofEntity, [newAction, moved]]) : found]]
  })
  if (newEntity !== entity && !isWhole && mapping[newEntity] === undefined)
    renamed.push([newEntity, { [newAction]: moved }])
  const value = Object.fromEntries(renamed) as JsonObject
  return { edits: [{ place: ['mapping'], value }], label: 'rename rule', select: ['mapping', ...to] }
}

/** Events that no rule names are dropped; null where a rule for `*` `*` is there already. */
export function ignoreUnmatched(config: Config): RuleEdit | null {
  const place = ['mapping', '*', '*']
  if (valueAt(config, place) !== undefined) return null
  return { edits: [{ place, value: { ignore: true } }], label: 'ignore unmatched events', select: place }
}
