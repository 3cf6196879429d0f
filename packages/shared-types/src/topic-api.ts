import * as z from 'zod/mini'
import { confirmQuery, route } from './api-route.ts'
import { timestampTypeSchema } from './kafka-record.ts'

const topicSummarySchema = z.object({
  name: z.string(),
  partitions: z.int(),
  maxMessageBytes: z.optional(z.int()).check(z.describe('Largest batch in bytes, where the cluster tells')),
  retentionMs: z
    .optional(z.int())
    .check(z.describe('Age in ms at which records are deleted; absent where they are kept, or nobody tells')),
  retentionBytes: z
    .optional(z.int())
    .check(z.describe('Size in bytes of a partition from which on its oldest records are deleted')),
  isCompacted: z.optional(z.boolean()).check(z.describe('An older record of a key is deleted for a newer one')),
  timestampType: timestampTypeSchema,
})
export type TopicSummary = z.infer<typeof topicSummarySchema>

export const topicNameSchema = z
  .string()
  .check(z.regex(/^(?!\.{1,2}$)[\w.-]{1,249}$/, 'may hold letters, digits, ".", "_" and "-", at most 249'))

const createTopicRequestSchema = z.object({
  topic: topicNameSchema,
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

const topicPartitionSchema = z.object({
  partition: z.int(),
  leader: z.int().check(z.describe('Id of the broker, -1 where there is none')),
  replicas: z.array(z.int()),
  inSync: z.array(z.int()),
  earliest: z.string().check(z.describe('Offset of the oldest record kept')),
  latest: z.string().check(z.describe('Offset of the next record')),
})
const topicConfigSchema = z.object({
  name: z.string(),
  value: z.nullable(z.string()),
  isDefault: z.boolean(),
})
const topicDetailSchema = z.object({
  name: z.string(),
  partitions: z.array(topicPartitionSchema),
  config: z.array(topicConfigSchema).check(z.describe('Empty where the user may not describe configs')),
})
export type TopicDetail = z.infer<typeof topicDetailSchema>

/** Bytes of a record: text where they are UTF-8, base64 otherwise, null where the record has none. */
const bytesSchema = z.nullable(z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })]))
export type Bytes = z.infer<typeof bytesSchema>

const browsedRecordSchema = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  timestamp: z.string().check(z.describe('Milliseconds since 1970 as text')),
  timestampType: timestampTypeSchema,
  key: bytesSchema,
  value: bytesSchema,
  headers: z.array(z.tuple([z.string(), bytesSchema])),
  size: z.int().check(z.describe('Bytes of key and value')),
  decoded: z
    .optional(z.union([z.object({ json: z.string() }), z.object({ fault: z.string() })]))
    .check(
      z.describe(
        'What a value of Avro or Protobuf says, by the schema registry of the profile, or why it cannot be read',
      ),
    ),
})
export type BrowsedRecord = z.infer<typeof browsedRecordSchema>
const recordPageSchema = z.object({ records: z.array(browsedRecordSchema) })

const whole = z.string().check(z.regex(/^\d{1,18}$/, 'must be a whole number of at most 18 digits'))

/** Where to read: the newest records, or from an offset or a time (ms since 1970) on. */
const readQuerySchema = z.object({
  from: z._default(
    z.enum(['latest', 'earliest', 'offset', 'time'], 'must be latest, earliest, offset or time'),
    'latest',
  ),
  at: z.optional(whole).check(z.describe('The offset, or the time in ms since 1970')),
  partition: z.optional(whole),
  limit: z.optional(whole).check(z.describe('At most 500 records')),
})
export type ReadQuery = z.infer<typeof readQuerySchema>

const topicReplySchema = z.object({ name: z.string() })

export const topicRoutes = {
  list: route('GET /api/profiles/{profile}/topics', 'viewer', 'Topics with partitions and size limits', {
    answer: z.object({ topics: z.array(topicSummarySchema) }),
  }),
  create: route(
    'POST /api/profiles/{profile}/topics',
    'admin',
    'Creates a topic; on production `confirm` repeats its name',
    {
      query: confirmQuery('topic'),
      body: createTopicRequestSchema,
      answer: z.object({ name: z.string(), partitions: z.int() }),
      status: 201,
    },
  ),
  describe: route('GET /api/profiles/{profile}/topics/{topic}', 'viewer', 'Partitions, leaders, offsets and settings', {
    answer: topicDetailSchema,
  }),
  change: route(
    'PATCH /api/profiles/{profile}/topics/{topic}',
    'admin',
    'Adds partitions and changes settings; on production `confirm` repeats its name',
    {
      query: confirmQuery('topic'),
      body: changeTopicRequestSchema,
      answer: topicReplySchema,
    },
  ),
  remove: route(
    'DELETE /api/profiles/{profile}/topics/{topic}',
    'admin',
    'Deletes a topic; on production `confirm` repeats its name',
    {
      query: confirmQuery('topic'),
      answer: topicReplySchema,
    },
  ),
  records: route('GET /api/profiles/{profile}/topics/{topic}/records', 'viewer', 'Records of a topic', {
    query: readQuerySchema,
    answer: recordPageSchema,
  }),
  follow: route(
    'GET /api/profiles/{profile}/topics/{topic}/follow',
    'viewer',
    'Records from now on, as `records` events',
    {
      events: { ready: z.object({}), records: recordPageSchema },
    },
  ),
}
