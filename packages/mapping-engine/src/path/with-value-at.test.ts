import { expect, it } from 'vitest'
import { valueAt } from './value-at.ts'
import { withValueAt } from './with-value-at.ts'

const json = JSON.parse('{"a": [{"b": null}, "text"], "__proto__": {"c": 1}, "7": 0}')

it.each([
  [[], 1],
  [['a', 0, 'b'], '{"a":[{"b":1},"text"],"__proto__":{"c":1}}'],
  [['a', 1], '{"a":[{"b":null},1],"__proto__":{"c":1}}'],
  [['__proto__', 'c'], '{"a":[{"b":null},"text"],"__proto__":{"c":1}}'],
])('writes at %j, and leaves the order and the rest', (place, expected) => {
  const written = withValueAt(json, place, 1)
  expect(typeof expected === 'string' ? JSON.stringify(written) : written).toBe(
    typeof expected === 'string' ? expected.replace('{', '{"7":0,') : expected,
  )
})

it('keeps what is beside the way the same', () => {
  const written = withValueAt(json, ['a', 0, 'b'], 1)
  for (const place of [['__proto__'], ['a', 1]]) expect(valueAt(written, place)).toBe(valueAt(json, place))
})
