import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'
import { compressionNames } from './kafka-record.ts'
import { rulesSchema, valueSchema } from './mapping-rule.ts'
import { consentSchema } from './walkeros-event.ts'

/** `settings.kafka` of the destination. Mirrors `KafkaSettings` of @walkeros/server-destination-kafka. */
export const kafkaSettingsSchema = z.looseObject({
  brokers: z.array(z.string()).check(z.minLength(1, 'needs at least one "host:port"')),
  topic: z.string().check(z.minLength(1, 'needs a topic name')),
  key: z.optional(z.string()),
  headers: z.optional(z.record(z.string(), z.string())),
  clientId: z.optional(z.string()),
  acks: z.optional(z.union([z.literal(-1), z.literal(0), z.literal(1)])),
  compression: z.optional(z.enum(compressionNames)),
  idempotent: z.optional(z.boolean()),
  timeout: z.optional(z.number()),
  allowAutoTopicCreation: z.optional(z.boolean()),
  connectionTimeout: z.optional(z.number()),
  requestTimeout: z.optional(z.number()),
  retry: z.optional(z.looseObject({})),
  ssl: z.optional(z.union([z.boolean(), z.looseObject({})], 'must be true, false or an object; any text turns TLS on')),
  sasl: z.optional(z.looseObject({ mechanism: z.string() })),
})
export type KafkaSettings = z.infer<typeof kafkaSettingsSchema>

/** `setup` of the destination: the one topic that `walkeros setup` creates. Mirrors `Setup` of the destination. */
export const setupSchema = z.looseObject({
  topic: z.optional(z.string().check(z.minLength(1, 'needs a topic name'))),
  numPartitions: z.optional(z.number()),
  replicationFactor: z.optional(z.number()),
  configEntries: z.optional(z.record(z.string(), z.string())),
  schemaRegistry: z.optional(z.looseObject({})),
  validateOnly: z.optional(z.boolean()),
})

/** The `config` of a walkerOS Kafka destination; what it holds beyond this is kept. */
export const destinationConfigSchema = z.looseObject({
  settings: z.looseObject({ kafka: kafkaSettingsSchema }),
  mapping: z.optional(rulesSchema),
  data: z.optional(valueSchema),
  policy: z.optional(z.record(z.string(), valueSchema)),
  consent: z.optional(consentSchema),
  include: z.optional(z.array(z.string())),
  disabled: z.optional(z.boolean()),
  mock: z.optional(jsonValueSchema),
  setup: z.optional(jsonValueSchema),
})
export type DestinationConfig = z.infer<typeof destinationConfigSchema>
