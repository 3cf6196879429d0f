import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEventQueue } from './event-queue.ts'

it('hands out in order what it did not leave out, and says how many it left out', async () => {
  const step = fc.oneof(fc.constant('take' as const), fc.nat(40))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const queue = createEventQueue(100)
      const events = queue[Symbol.asyncIterator]()
      let pushed = 0
      let next = 0
      const takeOne = async () => {
        const { value } = await events.next()
        const data = JSON.parse(value.text)
        next = value.name === 'dropped' ? next + data.count : next + 1
        if (value.name !== 'dropped') expect(data.number).toBe(next - 1)
      }
      for (const one of steps) {
        if (one !== 'take') void queue.push('event', JSON.stringify({ number: pushed++, text: 'x'.repeat(one) }))
        else if (!queue.isEmpty) await takeOne()
      }
      queue.end()
      while (!queue.isEmpty) await takeOne()
      expect(next).toBe(pushed)
      expect((await events.next()).done).toBe(true)
    }),
  )
})

it('shares the bytes of its pool with other queues, and gives them back', async () => {
  const pool = { bytes: 0, maxBytes: 1_000 }
  const queues = Array.from({ length: 3 }, () => createEventQueue(800, pool))
  for (let index = 0; index < 20; index++) for (const queue of queues) void queue.push('event', 'x'.repeat(100))
  // Each keeps its newest, whatever the others have.
  expect(pool.bytes).toBeLessThan(1_000 + queues.length * 100)
  for (const queue of queues) {
    queue.end()
    const names = []
    for await (const { name } of queue) names.push(name)
    expect(names.at(-1)).toBe('event')
  }
  expect(pool.bytes).toBe(0)
})

it('keeps the newest event whatever its size, and no more than its bytes beside it', async () => {
  const queue = createEventQueue(1_000)
  const settled: number[] = []
  for (let index = 0; index < 10; index++) void queue.push('event', 'x'.repeat(400)).then(() => settled.push(index))
  void queue.push('event', 'y'.repeat(5_000))
  queue.end()
  const seen = []
  for await (const { name, text } of queue) seen.push(name === 'dropped' ? text : text.length)
  expect(seen).toEqual(['{"count":10}', 5_000])
  expect(settled).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})
