import { jsonOrText, type Outcome } from '@mapping-designer/shared-types'
import { recordsOf } from '../compare/record-changes.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { visitLeaves } from '../path/visit-leaves.ts'
import { type Personal, personalFinder } from '../record/personal-field.ts'

/** What a visitor may have agreed to. */
export interface ConsentState {
  title: string
  consent: Record<string, boolean>
}

/** In how many events a field leaves as it does with full consent, leaves changed, and is held back. */
export interface ConsentCell {
  leaves: number
  changed: number
  heldBack: number
  /** What leaves: different values as JSON, where they are to be kept; the first few. */
  values?: string[]
}

/** A field of the records of a topic. Items of a list share the path `items[]`. */
export interface ConsentRow {
  topic: string
  /** `key`, `header NAME`, or the path in the value; empty for a value that is no object. */
  field: string
  /** What kind of personal data it is. */
  personal?: string
  /** What says so, where that is not its value. */
  personalBy?: 'hand' | 'name'
  /** One for each state. */
  cells: ConsentCell[]
}

/** The names that parts of a flow require and that events bring, in the order in which they are met. */
export function consentNames(...parts: readonly unknown[]): string[] {
  const names = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'consent' && isPlainObject(inner)) for (const name of Object.keys(inner)) names.add(name)
      look(inner)
    }
  }
  for (const part of parts) look(part)
  return [...names]
}

/** No consent, each name alone, and all of them. */
export function consentStates(names: readonly string[]): ConsentState[] {
  const granting = (granted: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, granted.includes(name)]))
  const none = { title: 'none', consent: granting([]) }
  if (names.length === 0) return [none]
  const alone = names.map((name) => ({ title: name, consent: granting([name]) }))
  return names.length === 1 ? [none, ...alone] : [none, ...alone, { title: 'all', consent: granting(names) }]
}

/** Different values that a cell keeps; a list of them counts as one. */
const keptValues = 20

/**
 * Adds up which field leaves under which state; the last state is the one of full consent. `marked` are fields that are personal
 * by hand. Values are kept only where a person looks at them: reports are written to logs.
 */
export function createConsentMatrix(
  states: readonly ConsentState[],
  marked: readonly string[] = [],
  { keepsValues = false } = {},
) {
  const personalAt = personalFinder(marked)
  const rows = new Map<string, ConsentRow>()
  const rowOf = (topic: string, field: string): ConsentRow => {
    const key = JSON.stringify([topic, field])
    const known = rows.get(key)
    if (known !== undefined) return known
    const row = { topic, field, cells: states.map(() => ({ leaves: 0, changed: 0, heldBack: 0 })) }
    rows.set(key, row)
    return row
  }
  return {
    /** What one event comes to under each of the states. */
    add(outcomes: readonly Outcome[]): void {
      const sent = outcomes.map((outcome) => fieldsOf(outcome, personalAt))
      const full = sent.at(-1) ?? new Map<string, Sent>()
      for (const [key, { topic, field }] of new Map(sent.flatMap((fields) => [...fields]))) {
        const row = rowOf(topic, field)
        for (const [index, fields] of sent.entries()) {
          const cell = row.cells[index]
          if (cell === undefined) continue
          const found = fields.get(key)
          if (found?.personal) markRow(row, found.personal)
          if (keepsValues && found) keepValue(cell, found.text)
          if (found === undefined) cell.heldBack++
          else if (full.has(key) && found.text !== full.get(key)?.text) cell.changed++
          else cell.leaves++
        }
      }
    },
    /** Topic by topic, the fields in the order in which they were met. */
    result: (): ConsentRow[] => [...rows.values()],
  }
}

function keepValue(cell: ConsentCell, text: string): void {
  const value = text.trimEnd().replaceAll('\n', ', ')
  cell.values ??= []
  if (cell.values.length < keptValues && !cell.values.includes(value)) cell.values.push(value)
}

function markRow(row: ConsentRow, { kind, by }: Personal): void {
  row.personal = kind
  if (by === 'value') delete row.personalBy
  else row.personalBy = by
}

interface Sent {
  topic: string
  field: string
  text: string
  personal: Personal | null
}

/** The fields of all records of an event; a list of values is one text. */
function fieldsOf(outcome: Outcome, personalAt: ReturnType<typeof personalFinder>): Map<string, Sent> {
  const fields = new Map<string, Sent>()
  for (const { topic, key, headers, value } of recordsOf(outcome)) {
    const add = (field: string, found: unknown) => {
      const at = JSON.stringify([topic, field])
      const known = fields.get(at)
      const text = `${known?.text ?? ''}${JSON.stringify(found)}\n`
      fields.set(at, { topic, field, text, personal: personalAt(field, found) ?? known?.personal ?? null })
    }
    add('key', key)
    for (const [name, header] of Object.entries(headers)) add(`header ${name}`, header)
    visitLeaves(jsonOrText(value), '', add)
  }
  return fields
}

/** What a row says of its personal data. */
export const personalOf = ({ personal, personalBy }: Omit<ConsentRow, 'cells'>): Personal | null =>
  personal === undefined ? null : { kind: personal, by: personalBy ?? 'value' }
