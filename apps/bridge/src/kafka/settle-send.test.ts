import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KafkaFailure, type KafkaFailureCode } from './kafka-port.ts'
import { settleSend } from './settle-send.ts'

const record = { topic: 'orders', key: 'A', value: '{"a":1}', headers: { h: ['1', '2'] }, timestamp: '5' }
const stored = (changes: Partial<BrowsedRecord> = {}): BrowsedRecord => ({
  topic: 'orders',
  partition: 1,
  offset: '7',
  timestamp: '5',
  key: { text: 'A' },
  value: { text: '{"a":1}' },
  headers: [
    ['h', { text: '1' }],
    ['h', { text: '2' }],
  ],
  size: 8,
  ...changes,
})
const failure = (code: KafkaFailureCode) => new KafkaFailure(code, `It is ${code}.`)
const place = { partition: 0, offset: '3' }

// Time passes where the sender waits, and only there.
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void vi.advanceTimersByTime(ms) }))
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** A send that goes as told, with what the log shows to each look. */
async function settle(
  attempts: (KafkaFailure | Error | typeof place)[],
  looks: (BrowsedRecord[] | Error)[] = [],
  acknowledged = new Set<string>(),
) {
  const tried = { attempts: 0, looks: 0 }
  const sent = settleSend({
    record,
    acknowledged,
    attempt: async () => {
      const next = attempts[Math.min(tried.attempts++, attempts.length - 1)]
      if (next instanceof Error) throw next
      return next ?? place
    },
    writtenSince: async () => {
      const next = looks[Math.min(tried.looks++, looks.length - 1)] ?? []
      if (next instanceof Error) throw next
      return next
    },
  })
  const settled = sent.then(
    (value) => ({ value }),
    (error: KafkaFailure) => ({ error }),
  )
  return { ...((await settled) as { value?: typeof place; error?: KafkaFailure }), ...tried, acknowledged }
}

describe('a send', () => {
  it('that is answered is where the broker says, and nobody else may claim the place', async () => {
    const { value, acknowledged } = await settle([place])
    expect(value).toEqual(place)
    expect([...acknowledged]).toEqual(['orders 0@3'])
  })

  it('is forgotten after many others', async () => {
    const before = new Set(Array.from({ length: 10_000 }, (_, index) => `other ${index}`))
    const { acknowledged } = await settle([place], [], before)
    expect(acknowledged.size).toBe(10_000)
    expect([...acknowledged][0]).toBe('other 1')
    expect([...acknowledged].at(-1)).toContain('orders')
  })

  it.each(['busy', 'topic-missing'] as const)(
    'that is refused as %s is tried again, and not for ever',
    async (code) => {
      expect(await settle([failure(code), failure(code), place])).toMatchObject({ value: place, attempts: 3 })
      expect(await settle([failure(code)])).toMatchObject({ error: { code }, attempts: 5 })
    },
  )

  it('that is refused otherwise, or fails by a fault of ours, is told at once', async () => {
    expect(await settle([failure('record-too-large')])).toMatchObject({
      error: { code: 'record-too-large' },
      attempts: 1,
    })
    expect((await settle([new TypeError('ours')])).error).toBeInstanceOf(TypeError)
  })

  it.each(['no-answer', 'unreachable', 'not-acknowledged'] as const)(
    'whose answer got lost as %s is found in the log, once',
    async (code) => {
      expect(await settle([failure(code)], [[stored()]])).toMatchObject({
        value: { partition: 1, offset: '7' },
        attempts: 1,
      })
    },
  )

  it.each<{ fact: string; other: Partial<BrowsedRecord> }>([
    { fact: 'key', other: { key: null } },
    { fact: 'value', other: { value: { base64: '/w==' } } },
    { fact: 'time', other: { timestamp: '6' } },
    { fact: 'headers', other: { headers: [['h', { text: '1' }]] } },
  ])('is not taken for a record of another $fact', async ({ other }) => {
    const { error } = await settle([failure('unreachable')], [[stored(other)]])
    expect(error?.code).toBe('unreachable')
  })

  it('is found whatever its time where the topic sets it', async () => {
    const log = [stored({ timestamp: '99', timestampType: 'LogAppendTime' })]
    expect((await settle([failure('no-answer')], [log])).value).toEqual({ partition: 1, offset: '7' })
  })

  it('that may still be on its way is looked for until nobody can know', async () => {
    const late = await settle([failure('no-answer')], [[], new Error('away'), [stored()]])
    expect(late).toMatchObject({ value: { offset: '7' }, looks: 3 })
    const never = await settle([failure('no-answer')], [[]])
    expect(never.error).toMatchObject({
      code: 'lost-answer',
      message: expect.stringMatching(/is not in the log up to now/),
    })
    const blind = await settle([failure('no-answer')], [new Error('away')])
    expect(blind.error).toMatchObject({ code: 'lost-answer', message: expect.stringMatching(/the log cannot be read/) })
  })
})
