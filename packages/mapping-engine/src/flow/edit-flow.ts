import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser'

/**
 * The flow text with one value set, or removed where it is undefined. Comments, order, indentation, line ends and
 * everything outside the place stay as they are.
 */
export function setInFlow(text: string, place: Place, value: JsonValue | undefined): string {
  return applyEdits(text, modify(text, [...place], value, { formattingOptions: formatOf(text) }))
}

/** The same at a list position: the value goes in before the item that stands there. */
export function insertInFlow(text: string, place: Place, value: JsonValue): string {
  const edits = modify(text, [...place], value, { formattingOptions: formatOf(text), isArrayInsertion: true })
  return applyEdits(text, edits)
}

/** How a document is written: its own indentation and line end. */
export function formatOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol }
}
