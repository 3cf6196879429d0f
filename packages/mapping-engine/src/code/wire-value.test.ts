import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeValue, encodeValue, foreign } from './wire-value.ts'

const roundTrip = (value: unknown) => decodeValue(encodeValue(value))

it.each([
  [undefined],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [-0],
  ['\u0000undefined'],
  ['\u0000\u0000'],
  [10n],
  [new Date(5)],
  [{ a: undefined, b: [undefined, null] }],
  [JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')],
])('survives: case %#', (value) => {
  const copy = roundTrip(value)
  expect(copy).toEqual(value)
  expect(Object.is(copy, -0)).toBe(Object.is(value, -0))
  if (typeof value === 'object' && value !== null) expect(Object.keys(copy as object)).toEqual(Object.keys(value))
})

it('keeps holes as holes and the order of keys', () => {
  const sparse: unknown[] = []
  sparse[1] = 1
  sparse.length = 3
  const copy = roundTrip(sparse) as unknown[]
  expect([0 in copy, 1 in copy, copy.length]).toEqual([false, true, 3])
  expect(Object.keys(roundTrip({ b: 1, a: 2 }) as object)).toEqual(['b', 'a'])
})

it('keeps the prototype that a clone makes of an own key __proto__', () => {
  const value = { list: [Object.assign(Object.create({ id: 'inherited' }), { own: 1, '\u0000prototype': 2 })] }
  const copy = roundTrip(value) as typeof value
  expect(copy).toEqual(value)
  expect(copy.list[0].id).toBe('inherited')
  expect(Object.getPrototypeOf(roundTrip(Object.create(null)))).toBe(null)
})

it('keeps the named members of a list, its holes and its prototype', () => {
  const list = Object.assign([1, 2, 3], { data: { id: 'named' }, '\u0000items': [4] })
  Object.setPrototypeOf(list, Object.assign(Object.create(Array.prototype), { inherited: 1 }))
  delete list[1]
  const copy = roundTrip({ list }) as { list: typeof list & { inherited: number } }
  expect(Object.entries(copy.list)).toEqual(Object.entries(list))
  expect([Array.isArray(copy.list), copy.list.length, copy.list.inherited]).toEqual([true, 3, 1])
})

it('marks functions and cycles as foreign', () => {
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  expect(roundTrip({ fn: () => 1 })).toEqual({ fn: foreign })
  expect(roundTrip(cycle)).toEqual({ self: foreign })
})

it('carries whatever JSON can say', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(roundTrip(value)).toEqual(value)
    }),
  )
})
