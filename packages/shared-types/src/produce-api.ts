import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { jsonValueSchema } from './json.ts'
import { storedRecordSchema } from './kafka-record.ts'
import { maxEventsBytes, previewRequestSchema } from './preview-api.ts'

const produceRequestSchema = z.extend(z.omit(previewRequestSchema, { assume: true }), {
  events: z
    .array(jsonValueSchema)
    .check(z.minLength(1, 'needs at least one event'))
    .check(z.maxLength(1_000, 'holds more than 1,000 events')),
  profile: z.string().check(z.describe('Name of the cluster profile; brokers are never taken from the request')),
  digests: z
    .optional(z.array(z.nullable(z.string())))
    .check(z.describe('Digest of each record the person saw, null where the event makes none')),
  verify: z.optional(z.boolean()).check(z.describe('Read each record back and compare, default true')),
  confirm: z.optional(z.string()).check(z.describe('Name of the profile, typed by the person, for production')),
})
export type ProduceRequest = z.infer<typeof produceRequestSchema>

const differenceSchema = z.object({
  field: z.enum(['key', 'value', 'headers', 'timestamp', 'partition']),
  sent: z.string(),
  stored: z.string(),
  at: z.optional(z.int()).check(z.describe('First differing UTF-8 byte')),
})
export type Difference = z.infer<typeof differenceSchema>

const produceResultSchema = z.object({
  index: z.int(),
  status: z
    .enum(['produced', 'skipped', 'refused', 'failed', 'unknown'])
    .check(z.describe('`unknown`: sent, and nobody can say whether it was written')),
  reason: z.optional(z.string()),
  /** What kind of failure it was, such as `topic-missing`. */
  failure: z.optional(z.string()),
  topic: z.optional(z.string()),
  digest: z
    .optional(z.string())
    .check(z.describe('SHA-256 of the record, over topic, key, value, headers and timestamp')),
  partition: z.optional(z.int()),
  offset: z.optional(z.string()),
  stored: z.optional(storedRecordSchema),
  identical: z.optional(z.boolean()),
  differences: z.optional(z.array(differenceSchema)),
  /** Milliseconds from send to the end of the comparison. */
  took: z.optional(z.number()),
})
export type ProduceResult = z.infer<typeof produceResultSchema>

const produceReplySchema = z.object({ profile: z.string(), results: z.array(produceResultSchema) })
export type ProduceReply = z.infer<typeof produceReplySchema>

export const produceRoutes = {
  produce: route(
    'POST /api/produce',
    'producer',
    'Produces the records of events; an Idempotency-Key header makes a retry safe',
    {
      headers: z.object({ 'idempotency-key': z.optional(z.string()) }),
      body: produceRequestSchema,
      maxBodyBytes: maxEventsBytes,
      answer: produceReplySchema,
    },
  ),
}
