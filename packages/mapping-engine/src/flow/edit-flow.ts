import { type JsonValue, type Place, tryJson } from '@mapping-designer/shared-types'
import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser'
import { hasComments } from './commented-members.ts'
import { editWithComments } from './keep-comments.ts'
import { parseCommented } from './parse-commented.ts'
import { isAlone, noteTyped, typeFurther } from './type-further.ts'

/**
 * The flow text with one value set, or removed where it is undefined. Comments, order, indentation, line ends and
 * everything outside the place stay as they are.
 */
export function setInFlow(text: string, place: Place, value: JsonValue | undefined): string {
  return changed(text, place, value, false)
}

/** The same at a list position: the value goes in before the item that stands there. */
export function insertInFlow(text: string, place: Place, value: JsonValue): string {
  return changed(text, place, value, true)
}

function changed(text: string, place: Place, value: JsonValue | undefined, isArrayInsertion: boolean): string {
  const typed = isArrayInsertion ? null : typeFurther(text, place, value)
  if (typed !== null) return typed
  // A byte order mark is no part of the JSON.
  const start = text.startsWith('\uFEFF') ? 1 : 0
  const json = text.slice(start)
  const format = formatOf(json)
  const isWhole = typeof value === 'object' && !isArrayInsertion
  const options = { isInsertion: isArrayInsertion, format }
  const kept = isWhole || hasComments(json) ? editWithComments(json, place, value, options) : null
  if (kept !== null) return text.slice(0, start) + kept
  const edits = modify(json, [...place], value, { formattingOptions: format, isArrayInsertion })
  const edited = text.slice(0, start) + applyEdits(json, edits)
  const [edit, more] = edits
  if (edit && !more && isAlone(value) && edit.content === JSON.stringify(value))
    noteTyped({
      ...{ before: text, text: edited, place: [...place], value },
      ...{ from: start + edit.offset, to: start + edit.offset + edit.content.length },
    })
  return edited
}

/** How a document is written: its own indentation and line end. */
export function formatOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol }
}

/** Whether a text is JSON without comments or trailing commas, the only form that the walkerOS command line reads. */
export function isPlainJson(text: string): boolean {
  return tryJson(text) !== undefined
}

/** The same flow as plain JSON in the indentation of the text. */
export function plainFlow(text: string): string {
  const { insertSpaces, tabSize, eol } = formatOf(text)
  const json: unknown = parseCommented(text)
  return `${JSON.stringify(json, null, insertSpaces ? tabSize : '\t').replaceAll('\n', eol ?? '\n')}${eol}`
}
