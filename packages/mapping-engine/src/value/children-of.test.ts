import { expect, it } from 'vitest'
import { valueAt } from '../path/value-at.ts'
import { childrenOf } from './children-of.ts'

it('finds the values of maps, loops, sets and lists with their way', () => {
  const value = { key: 'a', map: { x: 'data.x' }, loop: ['nested', { key: 'id' }], set: ['b'], condition: 'c' }
  expect(childrenOf(value)).toEqual([
    { value: 'data.x', steps: ['map', 'x'], role: 'map' },
    { value: 'nested', steps: ['loop', 0], role: 'loop' },
    { value: { key: 'id' }, steps: ['loop', 1], role: 'loop' },
    { value: 'b', steps: ['set', 0], role: 'set' },
  ])
  expect(childrenOf(['a', ['b']])).toEqual([
    { value: 'a', steps: [0], role: 'fallback' },
    { value: ['b'], steps: [1], role: 'fallback' },
  ])
  for (const child of childrenOf(value)) expect(valueAt(value, child.steps)).toBe(child.value)
})

it.each([null, undefined, 7, 'data.x', {}, { map: 7, loop: 'x', set: {} }])('finds nothing inside %j', (value) => {
  expect(childrenOf(value)).toEqual([])
})
