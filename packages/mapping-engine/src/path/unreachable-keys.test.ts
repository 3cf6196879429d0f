import { expect, it } from 'vitest'
import { functionFor, unreachableKeys } from './unreachable-keys.ts'

const event = { data: { 'gtm.uniqueEventId': 12, 'a b': { 'c.d': [{ 'e.f': 1 }] }, id: 1, x: { y: 1 } }, 'q.r': 1 }

it.each([
  { path: 'data.gtm.uniqueEventId', code: '$code:(event) => event.data?.["gtm.uniqueEventId"]' },
  { path: 'data.a b.c.d.0.e.f', code: '$code:(event) => event.data?.["a b"]?.["c.d"]?.["0"]?.["e.f"]' },
  { path: 'q.r', code: '$code:(event) => event["q.r"]' },
])('no path reaches $path, and a function does', ({ path, code }) => {
  const keys = unreachableKeys(event, path) ?? []
  expect(functionFor(keys)).toBe(code)
  const value: unknown = keys.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), event)
  expect(value).toBe(path === 'data.gtm.uniqueEventId' ? 12 : 1)
})

it.each(['data.id', 'data.x.y', 'data.none', 'data.gtm', ''])('%s is another case', (path) => {
  expect(unreachableKeys(event, path)).toBeUndefined()
})
