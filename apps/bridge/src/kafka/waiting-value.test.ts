import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeHeaders, encodeRecords } from './encode-records.ts'
import { valueKeeper } from './waiting-value.ts'

const record = { topic: 't', key: 'k', headers: {}, timestamp: '1700000000000' }
// Texts of any size with halves of characters among them.
const anyText = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }), fc.constantFrom(0, 1, 300, 10_000, 100_000))
  .map(([codes, times]) => String.fromCharCode(...codes) + 'aé'.repeat(times))

it('keeps the bytes of each value until they are in a batch', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 60 }), (texts) => {
      const keep = valueKeeper()
      const waiting = texts.map((value) => keep({ ...record, value }))
      const batchOf = (values: Parameters<typeof encodeRecords>[0][number]['value'][]) =>
        encodeRecords(
          values.map((value) => ({ key: null, value, headers: encodeHeaders([]), timestamp: 0n })),
          0n,
        )
      expect(batchOf(waiting.map(({ value }) => value)).equals(batchOf(texts))).toBe(true)
      expect(waiting.every(({ value }) => value.end <= value.bytes.length)).toBe(true)
    }),
    { numRuns: 60 },
  )
})
