import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { gzipSync } from 'fflate'
import { headerPairs } from './header-pairs.ts'
import { batchOverhead, recordSize } from './record-size.ts'

/** Bytes of the batch that the broker holds against its limit, and whether that is known here. */
export interface BatchSize {
  bytes: number
  isKnown: boolean
}

const gzip = 1

/**
 * The size of a batch of one record as it is sent. gzip is done here, as kafkajs does it; what the other codecs
 * come to is not known, and the size is that before them.
 */
export function batchSize(record: KafkaRecord, { compression }: Pick<SendOptions, 'compression'>): BatchSize {
  const { batch } = recordSize(record)
  if (compression === 0) return { bytes: batch, isKnown: true }
  if (compression !== gzip) return { bytes: batch, isKnown: false }
  const content = [record.key, ...headerPairs(record.headers).flat(), record.value].join('')
  return { bytes: batchOverhead + gzipped(content), isKnown: true }
}

/** Several looks are taken at one large record, and packing it takes longer than everything else. */
let last = { content: '', bytes: 0 }

function gzipped(content: string): number {
  if (content !== last.content) last = { content, bytes: gzipSync(new TextEncoder().encode(content)).length }
  return last.bytes
}
