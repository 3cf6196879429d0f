import { isPlainObject } from '../../path/is-plain-object.ts'
import { type PathSteps, splitPath } from '../../path/read-path.ts'
import type { RunValue } from '../frame.ts'
import { isOnlyMap, isPathOrStatic } from '../operators.ts'
import { growthOf } from './growth-of.ts'
import { jsonText, maxValueLength } from './json-text.ts'

/** A list of an event of which only the text is known so far; what stands for it in the event has it under `writtenList`. */
export interface WrittenList {
  /** Characters of its text. */
  size: number
  /** The JSON of the list of what the fields make of each item; null where it does not follow from the text alone. */
  mapped(fields: readonly WrittenField[]): string | null
  /** The list itself. */
  read(): unknown
}

/** A field of an item, and the path in the item that gives it. */
export interface WrittenField {
  name: string
  path: PathSteps
}

export const writtenList = Symbol('writtenList')

/**
 * The JSON of a loop over a section of the event whose items become maps of paths: `run` gives the same as a value. Null for
 * any other config.
 */
export function compileListText(config: unknown, run: RunValue): RunValue | null {
  const { scope, fields } = loopParts(config) ?? {}
  if (scope === undefined || fields === undefined) return null
  const growth = growthOf(config)
  const maxSize = maxValueLength / JSON.stringify(config).length
  const textOf: RunValue = (...given) => {
    const list = run(...given)
    return list === undefined ? undefined : jsonText(list, growth)
  }
  return (value, consent, frame) => {
    const list = isPlainObject(value) ? value[scope] : undefined
    const written: WrittenList | undefined = Array.isArray(list) ? Reflect.get(list, writtenList) : undefined
    if (written === undefined) return textOf(value, consent, frame)
    const mapped = written.size <= maxSize ? written.mapped(fields) : null
    return mapped ?? textOf({ [scope]: written.read() }, consent, frame)
  }
}

function loopParts(config: unknown): { scope: string; fields: WrittenField[] } | null {
  if (!isPlainObject(config) || Object.keys(config).length !== 1) return null
  const { loop } = config
  const [scope, item] = Array.isArray(loop) && loop.length === 2 ? loop : []
  if (typeof scope !== 'string' || scope === 'this' || /^$|[*.]/.test(scope) || !isOnlyMap(item)) return null
  const fields = Object.entries(item.map).map(([name, field]) => ({ name, path: pathOf(field) }))
  return fields.every(isWritten) ? { scope, fields } : null
}

function pathOf(field: unknown): PathSteps | null {
  const path = isPathOrStatic(field) ? field.key : field
  return typeof path === 'string' && path !== '' ? splitPath(path) : null
}

/** JavaScript puts numbers first, wherever they are written. */
function isWritten(field: { name: string; path: PathSteps | null }): field is WrittenField {
  return field.path !== null && !/^\d+$/.test(field.name) && field.name !== '__proto__'
}
