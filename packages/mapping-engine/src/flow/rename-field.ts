import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'

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
  const wanted = path.split('.')
  const edits: RenameEdit[] = []

  const renamed = (text: string, base: readonly string[]): string | null => {
    const own = text.split('.')
    const whole = [...base, ...own]
    const isInside =
      whole.length >= wanted.length && wanted.every((step, index) => isSameStep(step, whole[index] ?? ''))
    const at = wanted.length - 1 - base.length
    return isInside && at >= 0 ? own.with(at, name).join('.') : null
  }
  const renameText = (value: unknown, place: Place, base: readonly string[]) => {
    const to = typeof value === 'string' ? renamed(value, base) : null
    if (to !== null && to !== value) edits.push({ place, value: to })
  }
  const visit = (value: unknown, place: Place, base: readonly string[]): void => {
    if (typeof value === 'string') renameText(value, place, base)
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...place, index], base)
    else if (isPlainObject(value)) visitConfig(value, place, base)
  }
  const visitConfig = (value: Record<string, unknown>, place: Place, base: readonly string[]): void => {
    renameText(value['key'], [...place, 'key'], base)
    if (isPlainObject(value['map']))
      for (const [field, inner] of Object.entries(value['map'])) visit(inner, [...place, 'map', field], base)
    if (Array.isArray(value['set']))
      for (const [index, inner] of value['set'].entries()) visit(inner, [...place, 'set', index], base)
    const { loop } = value
    if (!Array.isArray(loop)) return
    const [scope, item] = loop as unknown[]
    visit(scope, [...place, 'loop', 0], base)
    const inside = scope === 'this' || typeof scope !== 'string' ? base : [...base, ...scope.split('.'), '*']
    visit(item, [...place, 'loop', 1], inside)
  }
  const visitPart = (part: unknown, place: Place): void => {
    if (!isPlainObject(part)) return
    visit(part['data'], [...place, 'data'], [])
    const { policy } = part
    if (!isPlainObject(policy)) return
    for (const [target, value] of Object.entries(policy)) visit(value, [...place, 'policy', target], [])
    const names = Object.keys(policy).map((target) => renamed(target, []) ?? target)
    if (names.some((to, index) => to !== Object.keys(policy)[index])) {
      const at = [...place, 'policy']
      const values = Object.entries(policy).map(([target, value]) => [renamed(target, []) ?? target, value])
      // The whole policy is written anew, so the edits inside it would no longer find their places.
      for (const edit of edits.filter((one) => at.every((step, index) => one.place[index] === step)))
        edits.splice(edits.indexOf(edit), 1)
      const inside = Object.fromEntries(values) as Record<string, JsonValue>
      edits.push({ place: at, value: withRenamedValues(inside, path, name) })
    }
  }

  if (!isPlainObject(config)) return []
  const settings = isPlainObject(config['settings']) ? config['settings']['kafka'] : undefined
  if (isPlainObject(settings)) renameText(settings['key'], ['settings', 'kafka', 'key'], [])
  visitPart(config, [])
  const { mapping } = config
  for (const [entity, actions] of Object.entries(isPlainObject(mapping) ? mapping : {})) {
    for (const [action, found] of Object.entries(isPlainObject(actions) ? actions : {})) {
      const rules = Array.isArray(found) ? found.entries() : [[null, found] as const]
      for (const [index, rule] of rules) {
        const place = ['mapping', entity, action, ...(index === null ? [] : [index])]
        visitPart(rule, place)
        if (isPlainObject(rule) && isPlainObject(rule['settings']))
          renameText(rule['settings']['key'], [...place, 'settings', 'key'], [])
      }
    }
  }
  return edits
}

function withRenamedValues(policy: Record<string, JsonValue>, path: string, name: string): JsonValue {
  const copy: Record<string, JsonValue> = JSON.parse(JSON.stringify(policy))
  for (const { place, value } of renameFieldEdits({ data: { map: copy } }, path, name)) {
    const at = place.slice(2)
    const inner = at.slice(0, -1).reduce<unknown>((one, step) => (one as Record<string, unknown>)[step], copy)
    ;(inner as Record<string, unknown>)[at.at(-1) as string] = value
  }
  return copy
}

function isSameStep(a: string, b: string): boolean {
  const isItem = (step: string) => step === '*' || /^\d+$/.test(step)
  return a === b || (isItem(a) && isItem(b))
}
