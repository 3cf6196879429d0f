import { describe, expect, it } from 'vitest'
import { semanticsOf } from '../runtime/differences.ts'
import { aFrame, anEvent } from '../testing/builders.ts'
import { applyPolicy, compilePolicy, type PolicyWrite } from './policy.ts'

const compile = (policy: object) => compilePolicy(policy, semanticsOf('4.2'))

describe('writes of a policy share one copy', () => {
  it.each([
    { paths: ['data.a'], canShare: true },
    { paths: ['data.a', 'data.b', 'user.c.d'], canShare: true },
    { paths: ['data', 'database'], canShare: true },
    { paths: ['data.a1', 'data.1a'], canShare: true },
    { paths: [], canShare: true },
    { paths: ['data', 'data.a'], canShare: false },
    { paths: ['data.a', 'data'], canShare: false },
    { paths: ['user.id', 'data.a.b', 'data.a'], canShare: false },
    { paths: ['nested.0'], canShare: false },
    { paths: ['nested.12.data'], canShare: false },
    { paths: ['user.id', 'nested.0'], canShare: false },
    { paths: ['data.__proto__.a'], canShare: false },
    { paths: ['user.id', 'data.__proto__'], canShare: false },
  ])('where no path lies inside another and none names an index: $paths', ({ paths, canShare }) => {
    expect(compile(Object.fromEntries(paths.map((path) => [path, { value: 1 }]))).canShare).toBe(canShare)
  })

  it('and leave alone what they do not change', () => {
    const event = anEvent({ data: { id: 'A', deep: { a: 1 } } }) as Record<string, object>
    const changed = applyPolicy(event, compile({ 'data.x': { value: 1 } }), aFrame())
    expect(changed).toEqual({ ...event, data: { id: 'A', deep: { a: 1 }, x: 1 } })
    expect(changed['user']).toBe(event['user'])
    expect(event['data']).toEqual({ id: 'A', deep: { a: 1 } })
  })

  it('unless they write into a list', () => {
    const event = anEvent({ data: { list: [1] } }) as Record<string, object>
    const frame = aFrame()
    const changed = applyPolicy(event, compile({ 'data.list.x': { value: 1 } }), frame)
    expect(changed['user']).not.toBe(event['user'])
    expect(frame.needsClones).toBe(true)
    expect(event['data']).toEqual({ list: [1] })
  })

  it('unless a policy before them needed clones', () => {
    const event = anEvent() as Record<string, object>
    const changed = applyPolicy(event, compile({ 'data.x': { value: 1 } }), aFrame({ needsClones: true }))
    expect(changed).toEqual({ ...event, data: { ...event['data'], x: 1 } })
    expect(changed['user']).not.toBe(event['user'])
  })
})

describe('entries of a policy', () => {
  it('all read the event as it was', () => {
    const changed = applyPolicy({ data: { a: 1, b: 2 } }, compile({ 'data.a': 'data.b', 'data.b': 'data.a' }), aFrame())
    expect(changed).toEqual({ data: { a: 2, b: 1 } })
  })

  it.each([
    { first: 'data.id', second: 'user.id', order: 'a b c' },
    // A list of alternatives that fail takes longer, and so is written after what comes behind it in the file.
    { first: [{ key: 5 }, 'data.id'], second: 'user.id', order: 'b c a' },
    { first: { map: { id: 'data.id' } }, second: 'user.id', order: 'b c a' },
    { first: { map: { id: 'data.id' } }, second: { map: { id: 'user.id' } }, order: 'c a b' },
    { first: ['x.y', 'data.id'], second: { set: ['user.id'] }, order: 'c b a' },
  ])(
    'are written when their values are there: $order where a is $first and b is $second',
    ({ first, second, order }) => {
      const writes: PolicyWrite[] = []
      const event = { data: { id: 'data' }, user: { id: 'user' } }
      applyPolicy(event, compile({ a: first, b: second, c: 'data.id' }), aFrame(), writes)
      expect(writes.map(({ path }) => path).join(' ')).toBe(order)
      expect(writes.find(({ path }) => path === 'c')).toEqual({ path: 'c', value: 'data' })
    },
  )

  it('run side by side where there are several, and what comes after them does not', () => {
    const seen: unknown[] = []
    const look = { fn: (_: unknown, context: { isConcurrent?: boolean }) => seen.push(context.isConcurrent) }
    const frame = aFrame()
    applyPolicy(anEvent(), compile({ a: look }), frame)
    applyPolicy(anEvent(), compile({ a: look, b: look }), frame)
    expect(seen).toEqual([false, true, true])
    expect(frame.isConcurrent).toBe(false)
  })

  it('show functions the event that the policy changes', () => {
    const event = anEvent()
    const frame = aFrame()
    const seen: unknown[] = []
    applyPolicy(event, compile({ a: { fn: (_: unknown, { event }: { event: unknown }) => seen.push(event) } }), frame)
    expect(seen[0]).toBe(event)
  })
})
