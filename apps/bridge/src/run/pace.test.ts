import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextBeginning } from './pace.ts'

vi.mock('node:timers/promises', () => ({ setTimeout: vi.fn(async () => {}) }))
const waited = () => vi.mocked(sleep).mock.calls.map(([ms]) => ms)
const never = new AbortController().signal

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.mocked(sleep).mockClear()
})

it('lets all partitions begin at one time of the clock, whenever they are done with what came before', async () => {
  for (const now of [1_000_001, 1_000_020, 1_000_049]) {
    vi.setSystemTime(now)
    await nextBeginning(never)
  }
  expect(waited()).toEqual([49, 30, 1])
})

it('holds up no stop', async () => {
  vi.mocked(sleep).mockRejectedValueOnce(new DOMException('stopped', 'AbortError'))
  await expect(nextBeginning(AbortSignal.abort())).resolves.toBeUndefined()
  expect(vi.mocked(sleep).mock.calls[0]?.[2]).toMatchObject({ signal: { aborted: true } })
})
