import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFrame } from '../../testing/builders.ts'
import { compileValue } from '../compile-value.ts'
import { growthOf } from './growth-of.ts'

const item = { map: { id: 'data.id', price: { key: 'data.price', value: 0 } } }

describe('what a mapping value may add to an event', () => {
  it.each<[string, unknown, number]>([
    ['a path', 'data.id', 0],
    ['a path with a static value', { key: 'data.id', value: 'none' }, 0],
    ['a map of paths', item, JSON.stringify(item).length],
    ['a loop over such a map', { loop: ['nested', item] }, JSON.stringify(item).length],
    ['a loop of paths', { loop: ['nested', 'data'] }, 0],
  ])('is bounded for %s', (_name, config, expected) => expect(growthOf(config)).toBe(expected))

  it.each<[string, unknown]>([
    ['the same path twice', { map: { a: 'data', b: 'data' } }],
    ['a path into another', { map: { a: 'data.x', b: { map: { c: 'data.x.y' } } } }],
    ['a path with a wildcard and what stands for each item', { key: 'nested.*.none', value: 'text' }],
    ['a loop over the input itself', { loop: ['this', item] }],
    ['a loop in a loop', { loop: ['nested', { map: { all: { loop: ['nested', item] } } }] }],
    ['a scope that is made', { loop: [{ set: ['data', 'data'] }, item] }],
    ['a set', { set: ['data', 'data'] }],
    ['a function', { fn: () => 1 }],
    ['a first value that is there', { map: { a: ['data', 'user'] } }],
    ['the whole event', ''],
  ])('is unknown for %s', (_name, config) => expect(growthOf(config)).toBe(Number.POSITIVE_INFINITY))

  it('is never exceeded', () => {
    const step = fc.constantFrom('a', 'b', 'data', '0', '.')
    const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'))
    const leaf = fc.oneof(path, fc.record({ key: path, value: fc.string({ maxLength: 5 }) }))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 2 }, leaf, tie('map'), tie('loop')),
      map: fc.record({ map: fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 4 }) }),
      loop: fc.record({ loop: fc.tuple(path, tie('value')) }),
    }))
    const keys = fc.constantFrom('a', 'b', 'data', '')
    const { event } = fc.letrec((tie) => ({
      event: fc.oneof(
        { maxDepth: 3 },
        fc.string({ maxLength: 20 }),
        fc.array(tie('event'), { maxLength: 4 }),
        fc.dictionary(keys, tie('event')),
      ),
    }))
    fc.assert(
      fc.property(value, event, (config, given) => {
        const made = compileValue(config)(given, undefined, aFrame())
        const growth = growthOf(config)
        if (made === undefined || growth === Number.POSITIVE_INFINITY) return
        const items = Array.isArray(made) ? made.length : 1
        const { length } = JSON.stringify(made)
        const fallback = JSON.stringify(config).length
        expect(length).toBeLessThanOrEqual(JSON.stringify(given).length + fallback + items * growth)
      }),
      { numRuns: 500 },
    )
  })
})
