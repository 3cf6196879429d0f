import { isPlainObject, valueAt } from '@mapping-designer/mapping-engine'
import { type Choice, dataOf, fieldName, type Proposal } from '@mapping-designer/mapping-engine/propose'
import type { JsonObject, JsonValue, Place, Value } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { isSame } from '../document/is-same.ts'
import type { RuleEdit } from './rule-edits.ts'

/** One line of a proposal: a field, the whole value, or a setting of the rule. */
export interface ProposalRow {
  id: string
  name: string
  /** Where it stands in the rule: in its map, as its data, or in its settings. */
  target: { kind: 'field'; path: string[] } | { kind: 'data' } | { kind: 'setting'; name: 'topic' | 'key' }
  choices: readonly Choice[]
  /** Nothing in the event gives it; the only choice is a static value, if there is one. */
  isOpen: boolean
}

/** The lines of a proposal: settings, fields, and what was not found. */
export function proposalRows({ settings, whole, fields, open }: Proposal): ProposalRow[] {
  const row = (name: string, target: ProposalRow['target'], choices: readonly Choice[], isOpen = false) => ({
    ...{ id: JSON.stringify(target), name, target, choices, isOpen },
  })
  const set = (['topic', 'key'] as const).flatMap((name) => {
    const value = settings[name]
    const choice: Choice = { value: value ?? '', sure: 'likely', why: 'as it is wanted' }
    return value === undefined ? [] : [row(name === 'topic' ? 'Topic' : 'Key', { kind: 'setting', name }, [choice])]
  })
  return [
    ...set,
    ...(whole ? [row('the whole value', { kind: 'data' }, [whole])] : []),
    ...fields.map(({ path, choices }) => row(fieldName(path), { kind: 'field', path }, choices)),
    ...open.map(({ path, why, wanted }) => {
      const still = wanted === undefined || wanted === null || path.includes('*') ? [] : [staticChoice(wanted, why)]
      return row(fieldName(path), { kind: 'field', path }, still, true)
    }),
  ]
}

const staticChoice = (value: JsonValue, why: string): Choice => ({ value: { value }, sure: 'doubtful', why })

/** A record with its value as JSON, or what is wanted of one. */
export interface RecordParts {
  topic?: string | undefined
  key?: string | undefined
  value: unknown
}

/** What a record holds where a row puts its value; undefined where it holds nothing, and for a field of the items of a list. */
export function valueOfRow({ target }: Pick<ProposalRow, 'target'>, record: RecordParts): unknown {
  switch (target.kind) {
    case 'field':
      return valueAt(record.value, target.path)
    case 'data':
      return record.value
    case 'setting':
      return record[target.name]
  }
}

/** How many of the rows have what is wanted of them in a record. */
export function countAsWanted(rows: readonly ProposalRow[], wanted: RecordParts, record: RecordParts) {
  const judged = rows.filter((row) => valueOfRow(row, wanted) !== undefined)
  const same = judged.filter((row) => isSame(valueOfRow(row, wanted), valueOfRow(row, record)))
  return { same: same.length, of: judged.length }
}

/** A row that is taken, with the value that was chosen for it. */
export interface TakenRow {
  target: ProposalRow['target']
  value: Value
}

/**
 * The edit that puts rows into the rule of an event: the selected one where it is for that event, else its first, else a new
 * one. Fields of the rule that are not proposed stay; data that is no map is replaced.
 */
export function proposalEdit(
  config: unknown,
  selected: Place | null,
  event: string,
  rows: readonly TakenRow[],
): RuleEdit {
  const [entity = '', action = ''] = event.split(' ')
  const place = placeOfRule(config, selected, ['mapping', entity, action])
  const rule = valueAt(config, place)
  const label = `take ${rows.length} proposed ${rows.length === 1 ? 'field' : 'fields'}`
  const edits = ruleEdits(rule, rows)
  if (isPlainObject(rule))
    return { edits: edits.map((edit) => ({ ...edit, place: [...place, ...edit.place] })), label, select: place }
  const made: JsonObject = {}
  for (const { place: path, value } of edits) Object.assign(made, nested(path, value ?? null, made))
  return { edits: [{ place, value: made }], label, select: place }
}

function placeOfRule(config: unknown, selected: Place | null, own: Place): Place {
  const found = valueAt(config, own)
  if (!Array.isArray(found)) return own
  const isOwn = selected !== null && own.every((step, index) => selected[index] === step)
  return isOwn && valueAt(config, selected) !== undefined ? selected : [...own, 0]
}

function ruleEdits(rule: unknown, rows: readonly TakenRow[]): FlowEdit[] {
  const fields = rows.flatMap(({ target, value }) => (target.kind === 'field' ? [{ path: target.path, value }] : []))
  const whole = rows.find(({ target }) => target.kind === 'data')
  const data = whole?.value ?? (fields.length > 0 ? merged(valueAt(rule, ['data']), dataOf(fields)) : undefined)
  return [
    ...(data === undefined ? [] : [{ place: ['data'], value: data as JsonValue }]),
    ...rows.flatMap(({ target, value }) =>
      target.kind === 'setting' ? [{ place: ['settings', target.name], value: value as JsonValue }] : [],
    ),
  ]
}

/** Two maps in one, the fields of the second over those of the first. */
function merged(before: unknown, after: { map: Record<string, Value> }): Value {
  const map = valueAt(before, ['map'])
  if (!isPlainObject(map)) return after
  const all = Object.entries(after.map).map(([name, value]): [string, Value] => {
    const isMap = isPlainObject(value) && Object.keys(value).length === 1 && isPlainObject(value['map'])
    return [name, isMap ? merged(map[name], value as { map: Record<string, Value> }) : value]
  })
  return { map: { ...(map as Record<string, Value>), ...Object.fromEntries(all) } }
}

function nested([step = '', ...rest]: Place, value: JsonValue, around: unknown): JsonObject {
  const inner = valueAt(around, [step])
  return {
    [step]:
      rest.length === 0 ? value : { ...(isPlainObject(inner) && (inner as JsonObject)), ...nested(rest, value, inner) },
  }
}
