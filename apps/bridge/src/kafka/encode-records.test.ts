import { createRecord, type MessageRecord } from '@platformatic/kafka'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeHeaders, encodeRecords } from './encode-records.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(20_000).map((size) => Buffer.alloc(size, 'x')),
)
// Texts with halves of characters among them.
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
const anyRecord = fc.record({
  key: fc.option(anyBytes),
  value: fc.oneof(fc.option(anyBytes), anyText),
  headers: fc.array(fc.tuple(anyBytes, fc.option(anyBytes)), { maxLength: 5 }),
  timestamp: fc.bigInt(-(2n ** 30n), 2n ** 30n),
})

it('encodes records as the client does, to the byte', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 150 }), (all) => {
      const first = all[0]?.timestamp ?? 0n
      const expected = all.map((record, index) => {
        const value = typeof record.value === 'string' ? Buffer.from(record.value) : record.value
        const message = { ...record, value, headers: new Map(record.headers) } as unknown as MessageRecord
        return createRecord(message, index, first).buffer
      })
      const records = all.map((record) => ({ ...record, headers: encodeHeaders(record.headers) }))
      expect(encodeRecords(records, first).equals(Buffer.concat(expected))).toBe(true)
    }),
    { numRuns: 50 },
  )
})
