import type { Value } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { hasCode } from '../value/code-function.ts'
import { isOnlyMap, operatorNames } from '../value/operators.ts'
import { type CompleteEvent, completeEvents } from './complete-events.ts'
import { createFunctions } from './functions.ts'
import { placesOf } from './places.ts'
import type { Choice, Proposal, ProposedField } from './proposal.ts'
import { gives } from './search.ts'

/**
 * Proposes rules as another destination of the flow has them for the same events: the map of its data and those in its settings.
 * `flow` is a flow of the file. Answers a sentence where there is no such destination or no rule for these events.
 */
export function proposeLike(
  flow: unknown,
  destination: string,
  events: readonly unknown[],
): Proposal[] | { error: string } {
  const destinations = memberOf(flow, 'destinations')
  const config = memberOf(destinations, destination, 'config')
  if (config === undefined) {
    const names = Object.keys(Object(destinations)).join(', ')
    return { error: `The flow has no destination "${destination}" with a config; it has ${names || 'none'}.` }
  }
  const { byName, notes } = completeEvents(events)
  const found = [...byName].flatMap(([event, own]): Proposal[] => {
    const rule = ruleFor(memberOf(config, 'mapping'), event)
    if (rule === undefined) return []
    const values = [config, rule].flatMap((part) => fieldsIn(memberOf(part, 'data'), [], own))
    const fields = [...values, ...settingsIn(memberOf(rule, 'settings'), own)]
    const first = fields.filter(({ path }, at) => fields.findIndex((one) => String(one.path) === String(path)) === at)
    const { length } = first
    const empty = length > 0 ? [] : [`The rule of ${destination} for ${event} holds no fields.`]
    const name = memberOf(rule, 'name')
    const renamed =
      typeof name === 'string'
        ? [`${destination} renames the event to "${name}"; a name of this rule does the same.`]
        : []
    const proven = first.map(({ path, value }): ProposedField => ({ path, choices: [judged(value, own, destination)] }))
    return [{ event, fields: proven, open: [], settings: {}, notes: [...notes.splice(0), ...empty, ...renamed] }]
  })
  if (found.length > 0) return found
  return { error: notes[0] ?? `${destination} has no rule for ${[...byName.keys()].join(', ') || 'these events'}.` }
}

/** The first rule of an event, its own before those for any action or entity. */
function ruleFor(mapping: unknown, event: string): unknown {
  const [entity = '', action = ''] = event.split(' ')
  const found = [entity, '*'].flatMap((one) => [action, '*'].map((other) => memberOf(mapping, one, other)))
  return found.flat().find((one) => one !== undefined)
}

interface Found {
  path: string[]
  value: Value
}

/** The fields of a map, those of maps in it too. */
function fieldsIn(data: unknown, path: string[], events: readonly CompleteEvent[]): Found[] {
  if (isOnlyMap(data))
    return Object.entries(data.map).flatMap(([name, value]) => fieldsIn(value, [...path, name], events))
  return path.length > 0 && isValue(data) ? [{ path, value: data }] : []
}

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' ||
  Array.isArray(value) ||
  (isPlainObject(value) && operatorNames.some((name) => name in value))

/** Settings hold maps, paths of the event, and much that is no value. */
function settingsIn(settings: unknown, events: readonly CompleteEvent[]): Found[] {
  if (!isPlainObject(settings)) return []
  return Object.entries(settings).flatMap(([name, value]): Found[] => {
    if (typeof value === 'string') {
      return events.some(({ complete }) => placesOf(complete).texts.has(value)) ? [{ path: [name], value }] : []
    }
    if (isOnlyMap(value)) return fieldsIn(value, [], events)
    return isValue(value) && !Array.isArray(value) ? [{ path: [name], value }] : settingsIn(value, events)
  })
}

function judged(value: Value, events: readonly CompleteEvent[], destination: string): Choice {
  const as = `as in ${destination}`
  if (hasCode(value)) return { value, sure: 'doubtful', why: `${as}; its function is not tried here` }
  const inputs = events.map(({ complete }) => ({ value: complete, event: complete }))
  const count = gives({ inputs, functions: createFunctions() }, value).filter((text) => text !== undefined).length
  const sure = count > 0 ? 'likely' : 'doubtful'
  return { value, sure, why: `${as}; it gives a value in ${count} of ${events.length} events` }
}
