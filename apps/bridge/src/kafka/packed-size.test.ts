import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { registerCodecs } from './codecs.ts'
import { packedSize } from './packed-size.ts'

const require = createRequire(import.meta.url)
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0')
const Record = require('kafkajs/src/protocol/recordBatch/record/v0')
registerCodecs()

it.each([1, 2, 3, 4])('is what kafkajs sends with codec %i, to the byte', async (compression) => {
  const [key, timestamp] = ['k', '1700000000000']
  const headers = { 'content-type': 'application/json' }
  for (const value of ['{}', 'ü'.repeat(700_000), Array.from({ length: 300_000 }, Math.random).join()]) {
    const record = Record({ key, value, headers })
    const batch = await RecordBatch({
      compression,
      firstTimestamp: timestamp,
      maxTimestamp: timestamp,
      records: [record],
    })
    // 12 bytes stand in front of the batch's own length, and 49 of its head behind it.
    expect(packedSize({ topic: 't', key, value, headers, timestamp }, compression)).toBe(batch.size() - 61)
  }
})
