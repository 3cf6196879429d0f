import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KafkaFailure } from './kafka-port.ts'
import { retryWhile } from './retry-while.ts'

// Time passes where it waits, and only there.
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void vi.advanceTimersByTime(ms) }))
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

it('asks again while the cluster is busy, and not for ever', async () => {
  const busy = new KafkaFailure('busy', 'The partition has no leader at the moment.')
  const ask = vi
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(busy)
    .mockRejectedValueOnce(busy)
    .mockResolvedValue(7)
  expect(await retryWhile(['busy'], 3_000, ask)).toBe(7)
  expect(ask).toHaveBeenCalledTimes(3)
  await expect(retryWhile(['busy'], 3_000, () => Promise.reject(busy))).rejects.toBe(busy)
})

it('does not ask again what fails otherwise', async () => {
  const ask = vi.fn(() => Promise.reject(new Error('gone')))
  await expect(retryWhile(['busy'], 3_000, ask)).rejects.toThrow('gone')
  expect(ask).toHaveBeenCalledOnce()
})
