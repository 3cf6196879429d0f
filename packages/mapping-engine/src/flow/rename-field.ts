import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import { hasMembers, isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { valueAt } from '../path/value-at.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'
import { type ChildValue, childrenOf } from '../value/children-of.ts'

export interface RenameEdit {
  place: Place
  value: JsonValue | undefined
}

/**
 * The edits of a destination's config that follow a field of the event to a new name: in paths of values and keys, in
 * loop scopes and inside loops, and in the paths that policies write. Functions are text to this and stay as they are.
 * `path` ends with the field, as in `data.id` or `nested.*.data.price`; numbers and `*` stand for each other.
 */
export function renameFieldEdits(config: unknown, path: string, name: string): RenameEdit[] {
  const rename = renamer(path.split('.'), name)
  const mapping = Object.entries(objectOf(memberOf(config, 'mapping')))
  const ofRules = mapping.flatMap(([entity, actions]) =>
    Object.entries(objectOf(actions)).flatMap(([action, found]) => {
      const place = ['mapping', entity, action]
      if (!Array.isArray(found)) return ruleEdits(found, place, rename)
      return found.flatMap((rule, index) => ruleEdits(rule, [...place, index], rename))
    }),
  )
  const key = textEdits(kafkaSettingsOf(config).key, ['settings', 'kafka', 'key'], [], rename)
  return [...key, ...partEdits(config, [], rename), ...ofRules]
}

function objectOf(value: unknown): Record<string, unknown> {
  return isPlainObject(value) ? value : {}
}

/** A path with the field renamed, or the path as it is. `base` leads to the object that the path begins at. */
type Rename = (path: string, base: readonly string[]) => string

function renamer(wanted: readonly string[], name: string): Rename {
  return (path, base) => {
    const steps = path.split('.')
    const whole = [...base, ...steps]
    const isInside =
      whole.length >= wanted.length && wanted.every((step, index) => isSameStep(step, whole[index] ?? ''))
    const at = wanted.length - 1 - base.length
    return isInside && at >= 0 ? steps.with(at, name).join('.') : path
  }
}

function ruleEdits(rule: unknown, place: Place, rename: Rename): RenameEdit[] {
  const key = textEdits(memberOf(rule, 'settings', 'key'), [...place, 'settings', 'key'], [], rename)
  return [...partEdits(rule, place, rename), ...key]
}

/** Data and policy of a destination or a rule. */
function partEdits(part: unknown, place: Place, rename: Rename): RenameEdit[] {
  const data = valueEdits(memberOf(part, 'data'), [...place, 'data'], [], rename)
  const policy = memberOf(part, 'policy')
  if (!isPlainObject(policy)) return data
  const at = [...place, 'policy']
  const values = Object.entries(policy).flatMap(([target, value]) => valueEdits(value, [...at, target], [], rename))
  if (Object.keys(policy).every((target) => rename(target, []) === target)) return [...data, ...values]
  // A renamed target changes the order of the keys, so the policy is written as a whole, with the edits inside it.
  const copy: JsonObject = JSON.parse(JSON.stringify(policy))
  for (const edit of values) {
    const steps = edit.place.slice(at.length)
    const inner = valueAt(copy, steps.slice(0, -1))
    if (hasMembers(inner)) inner[steps.at(-1) ?? ''] = edit.value
  }
  const renamed = Object.entries(copy).map(([target, value]) => [rename(target, []), value])
  return [...data, { place: at, value: Object.fromEntries(renamed) }]
}

function valueEdits(value: unknown, place: Place, base: readonly string[], rename: Rename): RenameEdit[] {
  if (typeof value === 'string') return textEdits(value, place, base, rename)
  const inside = childrenOf(value).flatMap((child) =>
    valueEdits(child.value, [...place, ...child.steps], [...base, ...itemBase(value, child)], rename),
  )
  return [...textEdits(memberOf(value, 'key'), [...place, 'key'], base, rename), ...inside]
}

/** Where the paths of a loop's items begin; nothing for other values. */
function itemBase(value: unknown, { role, steps }: ChildValue): string[] {
  const scope = role === 'loop' && steps[1] !== 0 ? valueAt(value, ['loop', 0]) : undefined
  return typeof scope !== 'string' || scope === 'this' ? [] : [...scope.split('.'), '*']
}

function textEdits(text: unknown, place: Place, base: readonly string[], rename: Rename): RenameEdit[] {
  if (typeof text !== 'string') return []
  const value = rename(text, base)
  return value === text ? [] : [{ place, value }]
}

function isSameStep(a: string, b: string): boolean {
  const isItem = (step: string) => step === '*' || /^\d+$/.test(step)
  return a === b || (isItem(a) && isItem(b))
}
