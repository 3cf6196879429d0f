import { expect, it } from 'vitest'
import { asKind, readRoute, stepsIn } from './route-shape.ts'

const match = { key: 'event.data.total', operator: 'gt', value: '100' }
const place = ['next']

it.each([
  { route: undefined, shape: { kind: 'names', names: [] } },
  { route: 'a', shape: { kind: 'names', names: ['a'] } },
  { route: ['a', 'b'], shape: { kind: 'names', names: ['a', 'b'] } },
  { route: { match, next: 'a' }, shape: { kind: 'one', list: null, branches: [{ place, match, next: ['a'] }] } },
  {
    route: {
      one: [
        { match, next: ['a', 'b'] },
        { match: '*', next: 'c' },
      ],
    },
    shape: {
      kind: 'one',
      list: ['next', 'one'],
      branches: [
        { place: ['next', 'one', 0], match, next: ['a', 'b'] },
        { place: ['next', 'one', 1], match: null, next: ['c'] },
      ],
    },
  },
  {
    route: { many: [{ match: { ...match, not: true } }] },
    shape: {
      kind: 'many',
      list: ['next', 'many'],
      branches: [{ place: ['next', 'many', 0], match: { ...match, not: true }, next: [] }],
    },
  },
  {
    route: [{ next: 'a' }],
    shape: { kind: 'one', list: place, branches: [{ place: ['next', 0], match: null, next: ['a'] }] },
  },
  { route: ['a', { match, next: 'b' }], shape: { kind: 'json' } },
  { route: { match, one: [{ next: 'a' }] }, shape: { kind: 'json' } },
  {
    route: { match: { and: [match, { or: [match, { and: [] }] }] }, next: 'a' },
    shape: {
      kind: 'one',
      list: null,
      branches: [
        {
          place,
          match: { joins: 'and', parts: [match, { joins: 'or', parts: [match, { joins: 'and', parts: [] }] }] },
          next: ['a'],
        },
      ],
    },
  },
  { route: { match: { and: [match], or: [match] }, next: 'a' }, shape: { kind: 'json' } },
  { route: { match: { or: [match, { key: 5 }] }, next: 'a' }, shape: { kind: 'json' } },
  { route: { match: { and: 5 }, next: 'a' }, shape: { kind: 'json' } },
  { route: { match, stop: true }, shape: { kind: 'json' } },
  { route: null, shape: { kind: 'json' } },
])('reads $route for its form', ({ route, shape }) => {
  expect(readRoute(route, place)).toEqual(shape)
})

it('keeps branches and what they lead to when a route becomes another kind', () => {
  const branches = [{ match, next: 'a' }, { next: ['b', 'a'] }]
  expect(asKind({ one: branches }, 'many', 'x')).toEqual({ many: branches })
  expect(asKind(branches, 'many', 'x')).toEqual({ many: branches })
  expect(asKind({ match, next: 'a' }, 'one', 'x')).toEqual({ one: [{ match, next: 'a' }] })
  expect(asKind({ one: branches }, 'names', 'x')).toEqual(['a', 'b'])
  expect(asKind(['a', 'b'], 'one', 'ingest.path')).toEqual({
    one: [{ match: { key: 'ingest.path', operator: 'exists', value: '' }, next: ['a', 'b'] }],
  })
  expect(stepsIn({ one: [{ match, next: ['a', { many: ['b'] }] }] })).toEqual(['a', 'b'])
})
