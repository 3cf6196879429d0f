import { expect, it } from 'vitest'
import { recordDigest } from './digest.ts'

const record = { topic: 'a', key: 'b', value: '{}', headers: { x: '1', y: '2' }, timestamp: '5' }

it('is the SHA-256 of what makes a record', async () => {
  const text = JSON.stringify(['a', 'b', '{}', Object.entries(record.headers), '5'])
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex')
  expect(await recordDigest(record)).toBe(hash)
})

it.each([
  { topic: 'b' },
  { key: '' },
  { value: '{ }' },
  { timestamp: '6' },
  { headers: { y: '2', x: '1' } },
  { headers: { x: '1' } },
])('differs where the record does: %j', async (change) => {
  expect(await recordDigest({ ...record, ...change } as never)).not.toBe(await recordDigest(record))
})
