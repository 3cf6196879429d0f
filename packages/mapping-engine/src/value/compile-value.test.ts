import { expect, it } from 'vitest'
import { protoKeyFound, whileWatching } from '../path/proto-key.ts'
import { aFrame, anEvent } from '../testing/builders.ts'
import { compileValue } from './compile-value.ts'

it('tells what failed in the words of Node', () => {
  const messagesOf = (config: unknown) => {
    const frame = aFrame({ event: anEvent() })
    compileValue(config)(anEvent(), undefined, frame)
    return frame.errors.map(({ error }) => (error as Error).message)
  }
  expect(messagesOf({ key: 5 })).toEqual(['key.split is not a function'])
  expect(messagesOf({ key: 5, fn: () => 1 })).toEqual(['key.split is not a function'])
  expect(messagesOf({ set: 'data' })).toEqual(['set.map is not a function'])
  expect(messagesOf(null)).toEqual(['Cannot convert undefined or null to object'])
  expect(messagesOf([undefined])).toEqual(['Cannot convert undefined or null to object'])
})

it('tells functions when others run beside them', () => {
  const seen: unknown[] = []
  const look = { fn: (_: unknown, { isConcurrent }: { isConcurrent?: boolean }) => seen.push(isConcurrent) }
  const togetherIn = (config: unknown, frame = aFrame()) => {
    seen.length = 0
    compileValue(config)({ none: [], one: [1], two: [1, 2] }, undefined, frame)
    return [...seen, frame.isConcurrent]
  }
  expect(togetherIn(look)).toEqual([false, false])
  expect(togetherIn({ loop: ['one', look] })).toEqual([false, false])
  expect(togetherIn({ loop: ['two', look] })).toEqual([true, true, false])
  expect(togetherIn({ loop: ['one', look] }, aFrame({ isConcurrent: true }))).toEqual([true, true])
  expect(togetherIn({ set: [look] })).toEqual([false, false])
  expect(togetherIn({ set: [look, look] })).toEqual([true, true, false])
  expect(togetherIn({ map: { a: look, b: { loop: ['two', 'x'] }, c: look } })).toEqual([false, false, false])
  expect(togetherIn({ set: [{ loop: ['one', look] }, 'one'] })).toEqual([true, false])
})

it('ends at once at a key __proto__ that could make a difference, however deep it is', () => {
  const odd = () => JSON.parse('{"data":{"__proto__":{"id":1}},"list":[{"__proto__":{}}]}')
  for (const config of [
    'data.id',
    ['x.y', 'data.id'],
    { set: ['data.id'] },
    { loop: ['list', 'a.b'] },
    { map: { a: ['data.id'] } },
  ]) {
    const frame = aFrame()
    expect(() => whileWatching(() => compileValue(config)(odd(), undefined, frame))).toThrow(protoKeyFound)
    expect(frame.errors).toEqual([])
  }
})
