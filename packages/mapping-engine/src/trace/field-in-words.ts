import { describeMissing } from '../value/explain-value.ts'
import type { FieldNote, ValueSource } from '../value/frame.ts'

/** The last note of each output field is the one that counts; the whole itself has none to show. */
export function lastNotes(fields: readonly FieldNote[]): FieldNote[] {
  const last = new Map(fields.map((note) => [JSON.stringify(note.target), note]))
  return [...last.values()].filter(({ target }) => target.length > 0)
}

/** Where the value of a field came from, or why it has none, in a few words. */
export function fieldInWords({ source, missing }: FieldNote): string {
  return missing === null ? sourceInWords(source) : `not set: ${describeMissing(missing)}`
}

function sourceInWords(source: ValueSource): string {
  switch (source.kind) {
    case 'path':
      return source.path
    case 'static':
      return source.because === null ? 'static value' : `default, because ${describeMissing(source.because)}`
    case 'function':
      return 'function'
    case 'whole':
      return 'the whole input'
    case 'loop':
      return `loop over ${source.count}`
    case 'map':
    case 'set':
      return `${source.kind} of ${source.count}`
  }
}
