import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'
import { rulesSchema, valueSchema } from './mapping-rule.ts'
import { consentSchema } from './walkeros-event.ts'

export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionName = (typeof compressionNames)[number]

/** `settings.kafka` of the destination. Mirrors `KafkaSettings` of @walkeros/server-destination-kafka. */
export const kafkaSettingsSchema = z.looseObject({
  brokers: z
    .array(z.string())
    .check(z.minLength(1, 'needs at least one "host:port"'))
    .check(z.describe('Brokers that production will use')),
  topic: z
    .string()
    .check(z.minLength(1, 'needs a topic name'))
    .check(z.describe('Topic of every event that no rule sends elsewhere')),
  key: z.optional(z.string()).check(z.describe('Path of the record key; without one the key is the event name')),
  headers: z.optional(z.record(z.string(), z.string())).check(z.describe('Static headers beside content-type')),
  clientId: z.optional(z.string()).check(z.describe('Default "walkeros"')),
  acks: z.optional(z.union([z.literal(-1), z.literal(0), z.literal(1)])).check(z.describe('Default -1, all replicas')),
  compression: z.optional(z.enum(compressionNames)).check(z.describe('Default gzip')),
  idempotent: z.optional(z.boolean()).check(z.describe('Default false; needs acks -1')),
  timeout: z.optional(z.number()).check(z.describe('Milliseconds the broker may take')),
  allowAutoTopicCreation: z.optional(z.boolean()).check(z.describe('Default false')),
  connectionTimeout: z.optional(z.number()),
  requestTimeout: z.optional(z.number()),
  retry: z.optional(z.looseObject({})),
  ssl: z.optional(jsonValueSchema),
  sasl: z.optional(z.looseObject({ mechanism: z.string() })),
})
export type KafkaSettings = z.infer<typeof kafkaSettingsSchema>

/** The `config` of a walkerOS Kafka destination; what it holds beyond this is kept. */
export const destinationConfigSchema = z.looseObject({
  settings: z.looseObject({ kafka: kafkaSettingsSchema }),
  mapping: z.optional(rulesSchema),
  data: z.optional(valueSchema),
  policy: z.optional(z.record(z.string(), valueSchema)),
  consent: z.optional(consentSchema).check(z.describe('Any one of these states lets the event through')),
  include: z.optional(z.array(z.string())),
  disabled: z.optional(z.boolean()),
  mock: z.optional(jsonValueSchema),
  setup: z.optional(jsonValueSchema),
})
export type DestinationConfig = z.infer<typeof destinationConfigSchema>
