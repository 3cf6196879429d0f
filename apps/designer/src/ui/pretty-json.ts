import { applyEdits, format } from 'jsonc-parser'

/** A JSON text on lines of its own, with every number, key and escape as it is written; other texts as they are. */
export function prettyJson(text: string): string {
  try {
    JSON.parse(text)
    return applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }))
  } catch {
    return text
  }
}
