import { watchProtoKey } from '../../path/proto-key.ts'
import type { Frame, RunValue } from '../frame.ts'
import { jsonText, maxValueLength, ValueTooLarge } from './json-text.ts'
import { propertyOr, type QuickValue } from './quick-value.ts'

/** A field of a map: for the generator a two-step path that cannot fail, or anything else as a function. */
export interface MapField {
  name: string
  run: RunValue
  /** The same without counting turns, where it is a quick value. */
  pick: RunValue
  isQuick: boolean
  path: QuickValue['path']
  fallback: unknown
  /** Gives JSON and not a value. */
  isText?: boolean
}

export type RunMap = (value: unknown, consent: unknown, frame: Frame) => Record<string, unknown>

/**
 * The JSON of the map after the fields in `before`, such as `{"user_id":"u-7"`; '' where there is no field at all.
 */
export type RunMapText = (value: unknown, consent: unknown, frame: Frame, before: string) => string

/**
 * A map as generated JavaScript, in which every path is a property access of its own that the runtime can cache; the
 * closures it replaces share one megamorphic access. Names stand in it as JSON strings. Answers null in browsers, whose
 * content policy forbids generated code, and where the map holds no path of that kind.
 */
export function generateMap(fields: readonly MapField[]): RunMap | null {
  if (!fields.some(({ path }) => path !== null)) return null
  const values = fields.map(({ name }, index) => ({ name: JSON.stringify(name), value: `v${index}` }))
  const isComplete = values.map(({ value }) => `${value} !== undefined`).join(' && ')
  const literal = values.map(({ name, value }) => `${name}: ${value}`).join(', ')
  const added = values.map(({ name, value }) => `if (${value} !== undefined) object[${name}] = ${value}`)
  // Mostly nothing is missing, and an object that is written as a whole is allocated as one.
  const write = [`if (${isComplete}) return { ${literal} }`, 'const object = {}', ...added, 'return object']
  return generate('value, consent, frame', fields, write.join('\n'))
}

const checkLength = `if (text.length > ${maxValueLength}) throw new ValueTooLarge()`

/**
 * The same map as the text that `JSON.stringify` makes of its object, which is never built. Null in browsers, and where
 * JavaScript would put the names into another order than they are written.
 */
export function generateMapText(fields: readonly MapField[], growths: readonly number[]): RunMapText | null {
  if (fields.some(({ name }) => /^\d+$/.test(name) || name === '__proto__')) return null
  const written = fields.map(({ name, isText }, index) => {
    const json = isText ? `v${index}` : `jsonText(v${index}, ${growths[index]})`
    const label = `${JSON.stringify(name)}:`
    const [first, next] = [JSON.stringify(`{${label}`), JSON.stringify(`,${label}`)]
    return `if (v${index} !== undefined) text += (text.length === 0 ? ${first} : ${next}) + ${json}
${checkLength}`
  })
  return generate(
    'value, consent, frame, before',
    fields,
    `let text = before\n${checkLength}\n${written.join('\n')}\nreturn text.length === 0 ? '' : text + '}'`,
  )
}

function generate<T>(parameters: string, fields: readonly MapField[], write: string): T | null {
  if (!mayGenerate) return null
  const body = `'use strict'
return (${parameters}) => {
const isObject = typeof value === 'object' && value !== null
${readFields(fields).join('\n')}
${write}
}`
  const make = new Function('runs', 'fallbacks', 'propertyOr', 'watch', 'jsonText', 'ValueTooLarge', body)
  return make(
    fields.map(({ pick }) => pick),
    fields.map(({ fallback }) => fallback),
    propertyOr,
    watchProtoKey,
    jsonText,
    ValueTooLarge,
  )
}

/** Statements that leave each field in `v0`, `v1`, …. What two paths have in common is read once. */
function readFields(fields: readonly MapField[]): string[] {
  let opened = new Map<string, string>()
  let count = 0
  return fields.flatMap(({ path, isQuick }, index) => {
    // Anything but a path may run a function, which may change the event: then nothing that was read still stands.
    if (!isQuick) opened = new Map()
    if (path === null) return [`const v${index} = runs[${index}](value, consent, frame)`]
    const known = opened.get(path.first)
    const name = known ?? `a${count++}`
    opened.set(path.first, name)
    const read = readPath(`v${index}`, name, path.second, index)
    return known === undefined ? [open(name, path.first), read] : [read]
  })
}

function open(name: string, step: string): string {
  return `const ${name} = isObject ? value[${JSON.stringify(step)}] : undefined
const is_${name} = typeof ${name} === 'object' && ${name} !== null
if (isObject && ${name} === undefined) watch(value)`
}

function readPath(v: string, from: string, step: string, index: number): string {
  return `let ${v} = is_${from} ? ${from}[${JSON.stringify(step)}] : undefined
if (typeof ${v} !== 'string' && typeof ${v} !== 'boolean') {
if (${v} === undefined) { if (is_${from}) watch(${from}); ${v} = fallbacks[${index}] }
else if (typeof ${v} !== 'number' || ${v} !== ${v}) ${v} = propertyOr(${v}, fallbacks[${index}])
}`
}

const mayGenerate = !('document' in globalThis) && !('WorkerGlobalScope' in globalThis)

/** Generating a function takes as long as some fifty runs without it, and many rules run once. */
export function onSecondCall<T>(make: () => T): () => T | null {
  let calls = 0
  let made: T | null = null
  return () => {
    if (calls < 2 && ++calls === 2) made = make()
    return made
  }
}
