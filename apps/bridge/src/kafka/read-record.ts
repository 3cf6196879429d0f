import type { StoredRecord } from '@mapping-designer/shared-types'
import { KafkaFailure } from './kafka-port.ts'
import { hasAppendTime, type Reader, timestampOf } from './reader.ts'

/** The record at a place; rejects with `not-found` where there is none. */
export async function readRecord(
  reader: Reader,
  topic: string,
  partition: number,
  offset: string,
): Promise<StoredRecord> {
  if ((await reader.partitionsOf(topic))[partition] === undefined) {
    throw new KafkaFailure('topic-missing', `Partition ${partition} of ${topic} does not exist.`)
  }
  const places = [{ partition, offset: BigInt(offset) }]
  const answers = await reader.fetch(topic, places, { wait: 2_000, bytes: 2 ** 20 })
  for (const batch of answers.flatMap(({ records }) => records)) {
    for (const record of batch.records) {
      if (batch.firstOffset + BigInt(record.offsetDelta) !== BigInt(offset)) continue
      return {
        topic,
        partition,
        offset,
        key: text(record.key),
        value: text(record.value),
        headers: record.headers.map(([name, value]) => [String(name), String(value)]),
        timestamp: timestampOf(batch, record),
        ...(hasAppendTime(batch) && { timestampType: 'LogAppendTime' as const }),
      }
    }
  }
  throw new KafkaFailure('not-found', `There is no record at ${topic} ${partition}@${offset}.`)
}

function text(bytes: Buffer | null | undefined): string | null {
  return bytes?.toString('utf8') ?? null
}
