import { watchProtoKey } from '../path/proto-key.ts'
import type { Frame, RunValue } from './frame.ts'

/** A field of a map for the generator: a two-step path that cannot fail, or anything else as a closure. */
export interface MapField {
  name: string
  run: RunValue
  /** Set where the value is a path of two steps and a fallback that is a property or undefined. */
  quick: { first: string; second: string; fallback: unknown } | null
}

export type RunMap = (value: unknown, consent: unknown, frame: Frame) => Record<string, unknown>

/**
 * A map as generated JavaScript, in which every path is a property access of its own that the runtime can cache; the
 * closures it replaces share one megamorphic access. Names stand in it as JSON strings. Answers null in browsers, whose
 * content policy forbids generated code, and where the map holds no path of that kind.
 */
export function generateMap(
  fields: readonly MapField[],
  propertyOr: (found: unknown, fallback: unknown) => unknown,
): RunMap | null {
  if (!mayGenerate || !fields.some(({ quick }) => quick !== null)) return null
  const firsts = [...new Set(fields.flatMap(({ quick }) => (quick ? [quick.first] : [])))]
  const opened = firsts.map((first, index) => {
    const name = JSON.stringify(first)
    return `const a${index} = isObject ? value[${name}] : undefined
const k${index} = typeof a${index} === 'object' && a${index} !== null
if (isObject && a${index} === undefined) watch(value)`
  })
  const written = fields.map(
    ({ name, quick }, index) => `${readField(quick, index, firsts)}
if (v !== undefined) object[${JSON.stringify(name)}] = v`,
  )
  const body = `'use strict'
return (value, consent, frame) => {
const isObject = typeof value === 'object' && value !== null
const object = {}
let v
${opened.join('\n')}
${written.join('\n')}
return object
}`
  const make = new Function('runs', 'fallbacks', 'propertyOr', 'watch', body)
  return make(
    fields.map(({ run }) => run),
    fields.map(({ quick }) => quick?.fallback),
    propertyOr,
    watchProtoKey,
  )
}

function readField(quick: MapField['quick'], index: number, firsts: readonly string[]): string {
  if (quick === null) return `v = runs[${index}](value, consent, frame)`
  const from = firsts.indexOf(quick.first)
  return `v = k${from} ? a${from}[${JSON.stringify(quick.second)}] : undefined
if (typeof v !== 'string') {
if (v === undefined) { if (k${from}) watch(a${from}); v = fallbacks[${index}] }
else v = propertyOr(v, fallbacks[${index}])
}`
}

const mayGenerate = !('document' in globalThis) && !('WorkerGlobalScope' in globalThis)
