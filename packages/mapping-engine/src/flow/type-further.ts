import type { JsonValue, Place } from '@mapping-designer/shared-types'

/** Where the last edit left a value that holds no others; the text is what it left. */
let last: { text: string; place: Place; from: number; to: number } | null = null

/** Whether a value holds no others. */
export function isAlone(value: JsonValue | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null)
}

/** Notes where an edit left a value, for the next letter that is typed there. */
export function noteTyped(text: string, place: Place, from: number, length: number): void {
  last = { text, place: [...place], from, to: from + length }
}

/** The text with the value that was written last written again; null where the edit is another one, and the place has to be looked for. */
export function typeFurther(text: string, place: Place, value: JsonValue | undefined): string | null {
  if (last === null || !isAlone(value) || text !== last.text) return null
  if (place.length !== last.place.length || place.some((step, index) => step !== last?.place[index])) return null
  const { from, to } = last
  const written = JSON.stringify(value)
  const typed = text.slice(0, from) + written + text.slice(to)
  noteTyped(typed, place, from, written.length)
  return typed
}
