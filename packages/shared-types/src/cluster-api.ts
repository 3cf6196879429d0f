import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { maxSchemaBytes, schemaStepSchema, wantedSchemaSchema } from './schema-api.ts'
import { changeTopicRequestSchema } from './topic-api.ts'

/** One step of a connection, in the order in which a client takes them. */
const connectionStepSchema = z.object({
  step: z.enum(['name', 'tcp', 'tls', 'sasl', 'metadata', 'advertised', 'authorization']),
  state: z.enum(['ok', 'failed', 'skipped']),
  detail: z.string().check(z.describe('One sentence: what was found, or the cause')),
  hint: z.optional(z.string()),
  /** Milliseconds. */
  took: z.number(),
})
export type ConnectionStep = z.infer<typeof connectionStepSchema>
const connectionReportSchema = z.object({
  brokers: z.array(z.object({ broker: z.string(), steps: z.array(connectionStepSchema) })),
})
export type ConnectionReport = z.infer<typeof connectionReportSchema>

/** What a topic of the rules needs, compared with what the cluster has. */
const setupStepSchema = z.object({
  topic: z.string(),
  state: z.enum(['ok', 'missing', 'partitions-differ', 'config-differs', 'unknown']),
  detail: z.string(),
  /** Partitions that are wanted and that there are. */
  wanted: z.int(),
  found: z.optional(z.int()),
  /** What the brokers would change. */
  change: z.optional(changeTopicRequestSchema),
  /** What walkerOS would set up. */
  setup: z.object({
    topic: z.string(),
    numPartitions: z.int(),
    replicationFactor: z.optional(z.int()),
    configEntries: z.optional(z.record(z.string(), z.string())),
  }),
})
export type SetupStep = z.infer<typeof setupStepSchema>
const setupPlanSchema = z.object({
  steps: z.array(setupStepSchema),
  schemas: z.array(schemaStepSchema),
})
export type SetupPlan = z.infer<typeof setupPlanSchema>
const setupRequestSchema = z.object({
  topics: z
    .array(
      z.object({
        topic: z.string(),
        numPartitions: z.optional(z.int().check(z.minimum(1))),
        replicationFactor: z.optional(z.int().check(z.minimum(1))),
        configEntries: z.optional(z.record(z.string(), z.string())),
      }),
    )
    .check(z.maxLength(500, 'holds more than 500 topics')),
  schema: z.optional(wantedSchemaSchema).check(z.describe('What setup.schemaRegistry of the destination names')),
})
export type SetupRequest = z.infer<typeof setupRequestSchema>

export const clusterRoutes = {
  test: route('POST /api/profiles/{profile}/test', 'viewer', 'How far a client comes on its way to each broker', {
    body: z.object({}),
    answer: connectionReportSchema,
  }),
  planSetup: route(
    'POST /api/profiles/{profile}/setup',
    'viewer',
    'Compares topics and a schema with what cluster and registry have; changes nothing',
    {
      body: setupRequestSchema,
      maxBodyBytes: maxSchemaBytes,
      answer: setupPlanSchema,
    },
  ),
}
