import * as z from 'zod/mini'
import { changeTopicRequestSchema } from './bridge-api.ts'
import { timestampTypeSchema } from './kafka-record.ts'

/** One step of a connection, in the order in which a client takes them. */
export const connectionStepSchema = z.object({
  step: z.enum(['name', 'tcp', 'tls', 'sasl', 'metadata', 'advertised', 'authorization']),
  state: z.enum(['ok', 'failed', 'skipped']),
  detail: z.string().check(z.describe('One sentence: what was found, or the cause')),
  hint: z.optional(z.string()),
  /** Milliseconds. */
  took: z.number(),
})
export type ConnectionStep = z.infer<typeof connectionStepSchema>
export const connectionReportSchema = z.object({
  brokers: z.array(z.object({ broker: z.string(), steps: z.array(connectionStepSchema) })),
})
export type ConnectionReport = z.infer<typeof connectionReportSchema>

export const topicPartitionSchema = z.object({
  partition: z.int(),
  leader: z.int().check(z.describe('Id of the broker, -1 where there is none')),
  replicas: z.array(z.int()),
  inSync: z.array(z.int()),
  earliest: z.string().check(z.describe('Offset of the oldest record kept')),
  latest: z.string().check(z.describe('Offset of the next record')),
})
export const topicConfigSchema = z.object({
  name: z.string(),
  value: z.nullable(z.string()),
  isDefault: z.boolean(),
})
export const topicDetailSchema = z.object({
  name: z.string(),
  partitions: z.array(topicPartitionSchema),
  config: z.array(topicConfigSchema).check(z.describe('Empty where the user may not describe configs')),
})
export type TopicDetail = z.infer<typeof topicDetailSchema>

/** Bytes of a record: text where they are UTF-8, base64 otherwise, null where the record has none. */
export const bytesSchema = z.nullable(z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })]))
export type Bytes = z.infer<typeof bytesSchema>

export const browsedRecordSchema = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  timestamp: z.string().check(z.describe('Milliseconds since 1970 as text')),
  timestampType: timestampTypeSchema,
  key: bytesSchema,
  value: bytesSchema,
  headers: z.array(z.tuple([z.string(), bytesSchema])),
  size: z.int().check(z.describe('Bytes of key and value')),
})
export type BrowsedRecord = z.infer<typeof browsedRecordSchema>
export const recordPageSchema = z.object({ records: z.array(browsedRecordSchema) })

const whole = z.string().check(z.regex(/^\d{1,18}$/, 'must be a whole number of at most 18 digits'))

/** Where to read: the newest records, or from an offset or a time (ms since 1970) on. */
export const readQuerySchema = z.object({
  from: z._default(
    z.enum(['latest', 'earliest', 'offset', 'time'], 'must be latest, earliest, offset or time'),
    'latest',
  ),
  at: z.optional(whole).check(z.describe('The offset, or the time in ms since 1970')),
  partition: z.optional(whole),
  limit: z.optional(whole).check(z.describe('At most 500 records')),
})
export type ReadQuery = z.infer<typeof readQuerySchema>

/** A schema as `setup.schemaRegistry` of the destination names it. */
export const wantedSchemaSchema = z.object({
  subject: z.string().check(z.minLength(1)),
  schemaType: z.enum(['AVRO', 'JSON', 'PROTOBUF'], 'must be AVRO, JSON or PROTOBUF'),
  schema: z.string(),
  compatibility: z.optional(
    z.enum(['BACKWARD', 'FORWARD', 'FULL', 'NONE', 'BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'FULL_TRANSITIVE']),
  ),
})
export type WantedSchema = z.infer<typeof wantedSchemaSchema>
export const registeredSchemaSchema = z.object({
  subject: z.string(),
  version: z.int(),
  id: z.int(),
  schemaType: z.string(),
  schema: z.string(),
  hasReferences: z.boolean(),
  compatibility: z.optional(z.string()),
})
export type RegisteredSchema = z.infer<typeof registeredSchemaSchema>
export const subjectListSchema = z.object({ subjects: z.array(z.string()) })

/** What a subject needs, compared with what the registry has. */
export const schemaStepSchema = z.object({
  subject: z.string(),
  state: z.enum(['ok', 'missing', 'differs', 'incompatible', 'no-registry', 'unknown']),
  detail: z.string(),
  /** What would be registered; missing where the flow names none. */
  wanted: z.optional(wantedSchemaSchema),
})
export type SchemaStep = z.infer<typeof schemaStepSchema>

/** What a topic of the rules needs, compared with what the cluster has. */
export const setupStepSchema = z.object({
  topic: z.string(),
  state: z.enum(['ok', 'missing', 'partitions-differ', 'config-differs', 'unknown']),
  detail: z.string(),
  /** Partitions that are wanted and that there are. */
  wanted: z.int(),
  found: z.optional(z.int()),
  /** What the brokers would change, were they told to. */
  change: z.optional(changeTopicRequestSchema),
  /** What walkerOS would be told to set up. */
  setup: z.object({
    topic: z.string(),
    numPartitions: z.int(),
    replicationFactor: z.optional(z.int()),
    configEntries: z.optional(z.record(z.string(), z.string())),
  }),
})
export type SetupStep = z.infer<typeof setupStepSchema>
export const setupPlanSchema = z.object({
  steps: z.array(setupStepSchema),
  schemas: z.array(schemaStepSchema),
})
export type SetupPlan = z.infer<typeof setupPlanSchema>
export const setupRequestSchema = z.object({
  topics: z.array(
    z.object({
      topic: z.string(),
      numPartitions: z.optional(z.int().check(z.minimum(1))),
      replicationFactor: z.optional(z.int().check(z.minimum(1))),
      configEntries: z.optional(z.record(z.string(), z.string())),
    }),
  ),
  schema: z.optional(wantedSchemaSchema).check(z.describe('What setup.schemaRegistry of the destination names')),
})
export type SetupRequest = z.infer<typeof setupRequestSchema>
