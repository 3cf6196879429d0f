import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'

/** A record as walkerOS hands it to kafkajs. Header values are strings unless the settings hold something else. */
export const kafkaRecordSchema = z.object({
  topic: z.string(),
  key: z.string(),
  value: z.string(),
  headers: z.record(z.string(), jsonValueSchema),
  timestamp: z.string().check(z.describe('Milliseconds since 1970 as text')),
})
export type KafkaRecord = z.infer<typeof kafkaRecordSchema>

/** Absent where records keep the time that they were produced with, as topics do by default. */
export const timestampTypeSchema = z
  .optional(z.literal('LogAppendTime'))
  .check(z.describe('Where the broker puts its own time in place of that of the record'))

/** A record as read back from a cluster; texts are UTF-8. */
export const storedRecordSchema = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.nullable(z.string()),
  value: z.nullable(z.string()),
  headers: z.array(z.tuple([z.string(), z.string()])).check(z.describe('In log order, duplicates kept')),
  timestamp: z.string(),
  timestampType: timestampTypeSchema,
})
export type StoredRecord = z.infer<typeof storedRecordSchema>

/** The codecs of Kafka; the index of each is its number in a batch and in `SendOptions`. */
export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionName = (typeof compressionNames)[number]

/** How the record is sent: what walkerOS passes to kafkajs beside the messages. `timeout` in ms. */
export interface SendOptions {
  acks: number
  compression: number
  timeout?: number
  /** By a producer whose retries the broker recognizes. */
  idempotent?: true
}
