import * as z from 'zod/mini'
import { jsonObjectSchema, jsonValueSchema } from './json.ts'
import { kafkaRecordSchema, storedRecordSchema, timestampTypeSchema } from './kafka-record.ts'
import { severitySchema } from './problem.ts'

/** One line of a preview, as `preview --json` prints it and `POST /api/preview` answers it. */
export const previewLineSchema = z.object({
  index: z.int(),
  outcome: z.enum(['message', 'undeliverable', 'ignored', 'denied', 'failed']),
  message: z.nullable(kafkaRecordSchema),
  rule: z.nullable(z.string()),
  reason: z.optional(z.string()).check(z.describe('Why there is no deliverable record')),
  problems: z.array(z.object({ code: z.string(), severity: severitySchema, place: z.string(), cause: z.string() })),
})
export type PreviewLine = z.infer<typeof previewLineSchema>

/** `flow` is a flow file as text or as JSON; `now` is the clock in ms since 1970 that the preview runs at. */
export const previewRequestSchema = z.object({
  flow: z.union([z.string(), jsonObjectSchema], 'must be the flow file, as text or as a JSON object'),
  flowName: z.optional(z.string()),
  destination: z.optional(z.string()),
  events: z.array(jsonValueSchema).check(z.maxLength(10_000, 'holds more than 10,000 events')),
  now: z.optional(z.number()),
  env: z
    .optional(z.record(z.string(), z.string()))
    .check(z.describe('Values for $env and $secret references of the mapping')),
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

export const previewReplySchema = z.object({ results: z.array(previewLineSchema) })

export const produceRequestSchema = z.extend(previewRequestSchema, {
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

export const differenceSchema = z.object({
  field: z.enum(['key', 'value', 'headers', 'timestamp', 'partition']),
  sent: z.string(),
  stored: z.string(),
  at: z.optional(z.int()).check(z.describe('First differing UTF-8 byte')),
})
export type Difference = z.infer<typeof differenceSchema>

export const produceResultSchema = z.object({
  index: z.int(),
  status: z
    .enum(['produced', 'skipped', 'refused', 'failed', 'unknown'])
    .check(z.describe('`unknown`: sent, and nobody can say whether it was written')),
  reason: z.optional(z.string()),
  /** What kind of failure it was, such as `topic-missing`. */
  failure: z.optional(z.string()),
  topic: z.optional(z.string()),
  partition: z.optional(z.int()),
  offset: z.optional(z.string()),
  stored: z.optional(storedRecordSchema),
  identical: z.optional(z.boolean()),
  differences: z.optional(z.array(differenceSchema)),
  /** Milliseconds from send to the end of the comparison. */
  took: z.optional(z.number()),
})
export type ProduceResult = z.infer<typeof produceResultSchema>

export const produceReplySchema = z.object({ profile: z.string(), results: z.array(produceResultSchema) })
export type ProduceReply = z.infer<typeof produceReplySchema>

export const profileSummarySchema = z.object({
  name: z.string(),
  environment: z.enum(['local', 'development', 'staging', 'production']),
  mayProduce: z.boolean(),
  mayCreateTopics: z.boolean(),
  topics: z.array(z.string()).check(z.describe('Allowlist of topics to produce to; "*" is a wildcard')),
  mayDeleteTopics: z.optional(z.boolean()),
  hasRegistry: z.optional(z.boolean()).check(z.describe('A schema registry belongs to the profile')),
  mayRegisterSchemas: z.optional(z.boolean()),
  mustConfirm: z.boolean().check(z.describe('Producing asks for the name of the profile')),
})
export type ProfileSummary = z.infer<typeof profileSummarySchema>

/** What a token lets its holder do: look, produce and save, or also change topics. */
export const roleSchema = z.enum(['viewer', 'producer', 'admin'])
export type Role = z.infer<typeof roleSchema>

/** A flow file that the bridge may read and write; the path counts from the folder it was started on. */
export const workspaceFileSchema = z.object({ path: z.string(), isWritable: z.boolean() })
export type WorkspaceFile = z.infer<typeof workspaceFileSchema>

/** The flow files of one start; `id` differs from folder to folder. */
export const workspaceSchema = z.object({ id: z.string(), files: z.array(workspaceFileSchema) })

export const sessionSchema = z.object({
  version: z.string(),
  role: roleSchema,
  profiles: z.array(profileSummarySchema),
  notice: z.optional(z.string()).check(z.describe('Why there is no cluster, in one sentence')),
  workspace: z.optional(workspaceSchema).check(z.describe('The flow files the bridge was started on')),
})
export type Session = z.infer<typeof sessionSchema>

export const topicSummarySchema = z.object({
  name: z.string(),
  partitions: z.int(),
  maxMessageBytes: z.optional(z.int()).check(z.describe('Largest batch in bytes, where the cluster tells')),
  retentionMs: z
    .optional(z.int())
    .check(z.describe('Age in ms at which records are deleted; absent where they are kept, or nobody tells')),
  timestampType: timestampTypeSchema,
})
export type TopicSummary = z.infer<typeof topicSummarySchema>
export const topicListSchema = z.object({ topics: z.array(topicSummarySchema) })

export const createTopicRequestSchema = z.object({
  topic: z
    .string()
    .check(z.regex(/^(?!\.{1,2}$)[\w.-]{1,249}$/, 'may hold letters, digits, ".", "_" and "-", at most 249')),
  partitions: z.optional(z.int().check(z.minimum(1)).check(z.maximum(1000))),
  replicationFactor: z.optional(z.int().check(z.minimum(1))),
  config: z.optional(z.record(z.string(), z.string())).check(z.describe('Settings of the topic by name')),
})

/** What is not named stays as it is. Partitions can only become more. */
export const changeTopicRequestSchema = z
  .object({
    partitions: z.optional(z.int().check(z.minimum(1)).check(z.maximum(1000))),
    config: z.optional(z.record(z.string(), z.string())).check(z.describe('Settings of the topic by name')),
  })
  .check(
    z.refine(
      ({ partitions, config = {} }) => partitions !== undefined || Object.keys(config).length > 0,
      'names nothing to change',
    ),
  )
export type TopicChange = z.infer<typeof changeTopicRequestSchema>

/** Every error of the bridge has this shape. */
export const apiErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.optional(z.string()),
    place: z.optional(z.string()),
  }),
})
export type ApiError = z.infer<typeof apiErrorSchema>['error']

/** `version` names the bytes on disk; a save says which version it was made from. */
export const fileContentSchema = z.object({
  path: z.string(),
  text: z.string(),
  version: z.string(),
  isWritable: z.boolean(),
})
export type FileContent = z.infer<typeof fileContentSchema>

export const saveFileRequestSchema = z.object({ text: z.string(), version: z.string() })
export const saveFileReplySchema = z.object({ version: z.string() })
