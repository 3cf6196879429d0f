import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { valueAt } from '../path/value-at.ts'
import { withValueAt } from '../path/with-value-at.ts'

/** A value that holds no others, as an edit wrote it in place of another one. */
interface Typed {
  /** The text that the edit was made in. */
  before: string
  text: string
  place: Place
  value: JsonValue
  /** Where the value stands in the text. */
  from: number
  to: number
}

let last: Typed | null = null

/** Whether a value holds no others. */
export function isAlone(value: JsonValue | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null)
}

/** Notes where an edit left a value, for the next letter that is typed there, and for what reads the text. */
export function noteTyped(typed: Typed): void {
  last = typed
}

/** The text with the value that was written last written again; null where the edit is another one, and the place has to be looked for. */
export function typeFurther(text: string, place: Place, value: JsonValue | undefined): string | null {
  if (last === null || !isAlone(value) || text !== last.text) return null
  if (place.length !== last.place.length || place.some((step, index) => step !== last?.place[index])) return null
  const { from, to } = last
  const written = JSON.stringify(value)
  const typed = text.slice(0, from) + written + text.slice(to)
  last = { ...last, before: text, text: typed, value, to: from + written.length }
  return typed
}

/** A text of plain JSON, and what it says. */
export interface KnownJson {
  text: string
  json: JsonValue
}

/**
 * What a text says that the last edit made of one that is known, without reading it: all but the way to the edited value stays the
 * same objects. Undefined where the text came about in another way.
 */
export function jsonTyped(text: string, known: KnownJson | null): JsonValue | undefined {
  if (last === null || known === null || text !== last.text || known.text !== last.before) return undefined
  if (valueAt(known.json, last.place) === undefined) return undefined
  return withValueAt(known.json, last.place, JSON.parse(JSON.stringify(last.value)))
}
