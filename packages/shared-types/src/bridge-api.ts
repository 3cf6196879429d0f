import { z } from 'zod'
import { jsonObjectSchema, jsonValueSchema } from './json.ts'
import { kafkaRecordSchema, storedRecordSchema } from './kafka-record.ts'
import { severitySchema } from './problem.ts'

/** One line of a preview, as `preview --json` prints it and `POST /api/preview` answers it. */
export const previewLineSchema = z.object({
  index: z.int(),
  outcome: z.enum(['message', 'undeliverable', 'ignored', 'denied', 'failed']),
  message: kafkaRecordSchema.nullable(),
  rule: z.string().nullable(),
  reason: z.string().optional().describe('Why there is no deliverable record'),
  problems: z.array(z.object({ code: z.string(), severity: severitySchema, place: z.string(), cause: z.string() })),
})
export type PreviewLine = z.infer<typeof previewLineSchema>

/** `flow` is a flow file as text or as JSON; `now` is the clock in ms since 1970 that the preview runs at. */
export const previewRequestSchema = z.object({
  flow: z.union([z.string(), jsonObjectSchema], 'must be the flow file, as text or as a JSON object'),
  flowName: z.string().optional(),
  destination: z.string().optional(),
  events: z.array(jsonValueSchema).max(10_000, 'holds more than 10,000 events'),
  now: z.number().optional(),
  env: z.record(z.string(), z.string()).optional().describe('Values for $env and $secret references of the mapping'),
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

export const produceRequestSchema = previewRequestSchema.extend({
  events: z.array(jsonValueSchema).min(1, 'needs at least one event').max(1_000, 'holds more than 1,000 events'),
  profile: z.string().describe('Name of the cluster profile; brokers are never taken from the request'),
  digests: z
    .array(z.string().nullable())
    .optional()
    .describe('Digest of each record the person saw, null where the event makes none'),
  verify: z.boolean().optional().describe('Read each record back and compare, default true'),
})
export type ProduceRequest = z.infer<typeof produceRequestSchema>

export const differenceSchema = z.object({
  field: z.enum(['key', 'value', 'headers', 'timestamp', 'partition']),
  sent: z.string(),
  stored: z.string(),
  at: z.int().optional().describe('First differing UTF-8 byte'),
})
export type Difference = z.infer<typeof differenceSchema>

export const produceResultSchema = z.object({
  index: z.int(),
  status: z.enum(['produced', 'skipped', 'refused', 'failed']),
  reason: z.string().optional(),
  /** What kind of failure it was, such as `topic-missing`. */
  failure: z.string().optional(),
  topic: z.string().optional(),
  partition: z.int().optional(),
  offset: z.string().optional(),
  stored: storedRecordSchema.optional(),
  identical: z.boolean().optional(),
  differences: z.array(differenceSchema).optional(),
  /** Milliseconds from send to the end of the comparison. */
  took: z.number().optional(),
})
export type ProduceResult = z.infer<typeof produceResultSchema>

export const produceReplySchema = z.object({ profile: z.string(), results: z.array(produceResultSchema) })
export type ProduceReply = z.infer<typeof produceReplySchema>

export const profileSummarySchema = z.object({
  name: z.string(),
  environment: z.enum(['local', 'development', 'staging', 'production']),
  mayProduce: z.boolean(),
  mayCreateTopics: z.boolean(),
  topics: z.array(z.string()).describe('Allowlist of topics to produce to; "*" is a wildcard'),
})
export type ProfileSummary = z.infer<typeof profileSummarySchema>

export const sessionSchema = z.object({
  version: z.string(),
  profiles: z.array(profileSummarySchema),
  notice: z.string().optional().describe('Why there is no cluster, in one sentence'),
  flow: z.object({ path: z.string(), text: z.string() }).optional().describe('The flow file the bridge was started on'),
})
export type Session = z.infer<typeof sessionSchema>

export const topicSummarySchema = z.object({ name: z.string(), partitions: z.int() })
export type TopicSummary = z.infer<typeof topicSummarySchema>
export const topicListSchema = z.object({ topics: z.array(topicSummarySchema) })

export const createTopicRequestSchema = z.object({
  topic: z.string().regex(/^(?!\.{1,2}$)[\w.-]{1,249}$/, 'may hold letters, digits, ".", "_" and "-", at most 249'),
  partitions: z.int().min(1).max(1000).optional(),
})

/** Every error of the bridge has this shape. */
export const apiErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    place: z.string().optional(),
  }),
})
export type ApiError = z.infer<typeof apiErrorSchema>['error']
