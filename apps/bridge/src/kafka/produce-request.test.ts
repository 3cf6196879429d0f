import { createRecord, type MessageRecord } from '@platformatic/kafka'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recordsOf } from './produce-request.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.alloc(20_000, 'x')),
)
const anyMessage = fc.record({
  key: fc.option(anyBytes),
  value: fc.option(anyBytes),
  headers: fc.array(fc.tuple(anyBytes, fc.option(anyBytes)), { maxLength: 5 }).map((pairs) => new Map(pairs)),
  timestamp: fc.bigInt(-(2n ** 30n), 2n ** 30n),
})

it('writes records as the client writes them, to the byte', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 150 }), (all) => {
      const messages = all as unknown as MessageRecord[]
      const first = messages[0]?.timestamp ?? 0n
      const expected = Buffer.concat(messages.map((message, index) => createRecord(message, index, first).buffer))
      expect(recordsOf(messages, first).equals(expected)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
