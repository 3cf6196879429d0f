import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { murmur2 } from './partition-for-key.ts'
import { recordBytes } from './record-bytes.ts'
import { batchOverhead, recordSize } from './record-size.ts'

/** Bytes of a packed record, as the codec of that number packs it; undefined where that is not known. */
export type PackedSize = (record: KafkaRecord, compression: number) => number | undefined

/** Bytes of the batch that the broker holds against its limit, and whether that is known here. */
export interface BatchSize {
  bytes: number
  isKnown: boolean
}

/** The size of a batch of one record as it is sent; that before compression, where nobody knows what the codec makes of it. */
export function batchSize(
  record: KafkaRecord,
  { compression }: Pick<SendOptions, 'compression'>,
  packedSize?: PackedSize,
): BatchSize {
  const { batch } = recordSize(record)
  if (compression === 0) return { bytes: batch, isKnown: true }
  const packed = packedSize?.(record, compression)
  return packed === undefined ? { bytes: batch, isKnown: false } : { bytes: batchOverhead + packed, isKnown: true }
}

/** A short name for a record and its codec. */
export function packedKey(record: KafkaRecord, compression: number): string {
  const { bytes } = recordBytes(record)
  return `${compression} ${bytes.length} ${murmur2(bytes)}`
}
