import type { Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import type { Check, Finding } from './check.ts'
import { quote } from './check.ts'
import { nearest } from './nearest.ts'

const operators = ['condition', 'consent', 'fn', 'key', 'loop', 'map', 'set', 'validate', 'value']

/** A key of a mapping value that is no operator; walkerOS ignores it, and the value becomes the whole event. */
export const unknownOperator: Check = {
  code: 'unknown-operator',
  severity: 'error',
  ofConfig(config) {
    if (!isPlainObject(config)) return []
    const found: Finding[] = []
    visitValue(config['data'], ['data'], found)
    visitFields(config['policy'], ['policy'], found)
    for (const { rule, place } of rulesOf(config['mapping'])) {
      visitValue(rule['data'], [...place, 'data'], found)
      visitFields(rule['policy'], [...place, 'policy'], found)
    }
    return found
  },
}

function* rulesOf(mapping: unknown): Generator<{ rule: Record<string, unknown>; place: Place }> {
  if (!isPlainObject(mapping)) return
  for (const [entity, actions] of Object.entries(mapping)) {
    if (!isPlainObject(actions)) continue
    for (const [action, found] of Object.entries(actions)) {
      const place = ['mapping', entity, action]
      if (isPlainObject(found)) yield { rule: found, place }
      if (!Array.isArray(found)) continue
      for (const [index, rule] of found.entries()) if (isPlainObject(rule)) yield { rule, place: [...place, index] }
    }
  }
}

function visitFields(fields: unknown, place: Place, found: Finding[]): void {
  if (!isPlainObject(fields)) return
  for (const [name, value] of Object.entries(fields)) visitValue(value, [...place, name], found)
}

function visitValue(value: unknown, place: Place, found: Finding[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visitValue(item, [...place, index], found)
    return
  }
  if (!isPlainObject(value)) return
  for (const name of Object.keys(value)) {
    if (operators.includes(name)) continue
    const similar = nearest(name, operators)
    const advice = similar === undefined ? `Operators are ${operators.join(', ')}.` : `Did you mean ${quote(similar)}?`
    found.push({ place: [...place, name], cause: `${quote(name)} is no mapping operator and is ignored. ${advice}` })
  }
  visitFields(value['map'], [...place, 'map'], found)
  for (const name of ['loop', 'set']) visitValue(value[name], [...place, name], found)
}
