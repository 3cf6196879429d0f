import type { LiveEvent } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createLiveTap } from './live-tap.ts'

const anEvent = (size: number) => ({ name: 'page view', data: { text: 'x'.repeat(size) } })

function keptBy(tap: ReturnType<typeof createLiveTap>): LiveEvent[] {
  const kept: LiveEvent[] = []
  tap.watch((event) => kept.push(event))()
  return kept
}

it('keeps the newest events, bounded by their number', () => {
  let now = 0
  const tap = createLiveTap('key', () => now)
  for (; now < 10_000; now += 1_000) tap.take(new Array(100).fill(anEvent(1)))
  expect(keptBy(tap).map(({ number }) => number)).toEqual(Array.from({ length: 500 }, (_, index) => index + 501))
})

it('keeps the newest events, bounded by their size', () => {
  let now = 0
  const tap = createLiveTap('key', () => now)
  for (; now < 10_000; now += 1_000) expect(tap.take([anEvent(900_000)])).toBe(1)
  expect(keptBy(tap).map(({ number }) => number)).toEqual([9, 10])
})

it('drops an event that is too large, and takes those beside it', () => {
  const tap = createLiveTap('key', () => 0)
  expect(tap.take([anEvent(1), anEvent(1_100_000), anEvent(1)])).toBe(2)
  expect(tap.state()).toMatchObject({ taken: 2, dropped: 1 })
  expect(keptBy(tap)).toHaveLength(2)
})

it('takes no more in a second than it may, by number and by size', () => {
  let now = 0
  const tap = createLiveTap('key', () => now)
  expect(tap.take(new Array(300).fill(anEvent(1)))).toBe(200)
  now = 1_000
  expect(tap.take(new Array(10).fill(anEvent(1_000_000)))).toBe(4)
  now = 2_000
  expect(tap.take([anEvent(1)])).toBe(1)
})
