import { expect, it } from 'vitest'
import { valueAt } from './value-at.ts'

const root = { a: [{ b: null }, 'text'], '': 0 }

it.each([
  [[], root],
  [['a', 0, 'b'], null],
  [['a', 1], 'text'],
  [['a', 1, 'length'], undefined],
  [['a', 0, 'b', 'c'], undefined],
  [['x', 'y'], undefined],
  [[''], 0],
])('finds what stands at %j', (place, expected) => expect(valueAt(root, place)).toBe(expected))
