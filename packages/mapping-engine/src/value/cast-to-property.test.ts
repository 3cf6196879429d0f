import { castToProperty as published } from '@walkeros/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protoKeyFound, whileWatching } from '../path/proto-key.ts'
import { castToProperty } from './cast-to-property.ts'

class Own {
  a = 1
}
const withProto = (text: string): unknown => JSON.parse(text)
const inherited = Object.assign(Object.create({ hidden: null }), { own: 1 })
const hole: unknown[] = [1, 2, 3]
delete hole[1]
const outsiders = [null, Number.NaN, new Date(0), () => 1, Symbol('s'), 1n, new Map(), new Own(), /x/]
const insiders = ['', 'a', 0, -0, 1e21, Number.POSITIVE_INFINITY, true, false, undefined, [], {}, [[]], { a: {} }, hole]

/** The value at each depth of lists and objects that the loops know. */
const around = (value: unknown): unknown[] => [
  value,
  [value],
  ['text', value, 1],
  { a: value },
  { a: 'text', b: true, c: 1, d: value },
  [{ a: value }],
  [{ a: 'text', b: value }, 'x'],
  [{ a: { b: value } }],
  [{ a: { b: 'text', c: true, d: 1, e: value } }],
  [{ a: { b: { c: value } } }],
  [{ a: [value] }],
  [[value]],
  [[{ a: value }]],
  { a: [{ b: { c: value } }] },
]

describe('a property', () => {
  const all = [...outsiders, ...insiders, inherited].flatMap(around)
  it('is what the published packages take for one, and the value itself', () => {
    for (const value of all) expect(castToProperty(value)).toBe(published(value))
  })

  it('is the same while keys __proto__ are watched for', () => {
    // There, nothing has another prototype than Object.prototype.
    const ordinary = [...outsiders.filter((one) => !(one instanceof Own)), ...insiders].flatMap(around)
    for (const value of ordinary) expect(whileWatching(() => castToProperty(value))).toBe(published(value))
  })

  it('is the same for whatever comes', () => {
    const anything = fc.anything({
      withDate: true,
      withMap: true,
      withBigInt: true,
      withSparseArray: true,
      maxDepth: 4,
    })
    fc.assert(
      fc.property(anything, (value) => castToProperty(value) === published(value)),
      { seed: 4711, numRuns: 2_000 },
    )
  })

  it('is told to hold a key __proto__ where that could make a difference', () => {
    for (const value of around(withProto('{"__proto__":1}')).slice(0, -3)) {
      expect(() => whileWatching(() => castToProperty(value))).toThrow(protoKeyFound)
    }
    for (const text of ['[{"a":{"__proto__":{}}}]', '[{"__proto__":{"a":1}}]', '{"a":1,"__proto__":[1]}']) {
      expect(() => whileWatching(() => castToProperty(withProto(text)))).toThrow(protoKeyFound)
    }
  })
})
