import { expect, it } from 'vitest'
import { timeNotices } from './time-notices.ts'

const day = 86_400_000
const now = Date.UTC(2026, 8, 14)
const at = (topic: string, days: number) => ({ topic, timestamp: String(now - days * day) })

it('says which records a topic may delete as soon as they are written', () => {
  const topics = [{ name: 'orders', partitions: 3, retentionMs: 7 * day }]
  expect(timeNotices([at('orders', 8), at('orders', 6), at('carts', 99)], topics, now)).toEqual([
    'orders deletes records older than 7 days, and Kafka counts from their timestamps: 1 of these 2 records may be gone soon after it is written.',
  ])
  expect(timeNotices([at('orders', 8)], topics, now)[0]).toMatch(
    /: this record may be gone soon after it is written\.$/,
  )
  expect(timeNotices([at('orders', 8), at('orders', 9)], topics, now)[0]).toMatch(
    /: 2 of these 2 records may be gone soon after they are written\.$/,
  )
  expect(timeNotices([at('orders', 6)], topics, now)).toEqual([])
  expect(timeNotices([at('kept', 9_999)], [{ name: 'kept', partitions: 1 }], now)).toEqual([])
})

it('writes the age in its largest whole unit', () => {
  const sentence = (retentionMs: number) =>
    timeNotices([at('t', 30)], [{ name: 't', partitions: 1, retentionMs }], now)[0]?.match(/older than ([^,]+),/)?.[1]
  expect([day, 36 * 3_600_000, 90_000, 1_500].map(sentence)).toEqual(['1 day', '36 hours', '90 seconds', '1500 ms'])
})

it('says that a topic sets the time itself', () => {
  expect(
    timeNotices([at('t', 1)], [{ name: 't', partitions: 1, retentionMs: 1, timestampType: 'LogAppendTime' }], now),
  ).toEqual(['t puts the time of the broker in place of the timestamps shown (LogAppendTime).'])
})
