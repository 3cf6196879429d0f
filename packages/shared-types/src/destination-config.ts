import { z } from 'zod'
import { jsonValueSchema } from './json.ts'
import { rulesSchema, valueSchema } from './mapping-rule.ts'
import { consentSchema } from './walkeros-event.ts'

export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionName = (typeof compressionNames)[number]

/** `settings.kafka` of the destination. Mirrors `KafkaSettings` of @walkeros/server-destination-kafka. */
export const kafkaSettingsSchema = z.looseObject({
  brokers: z.array(z.string()).min(1, 'needs at least one "host:port"').describe('Brokers that production will use'),
  topic: z.string().min(1, 'needs a topic name').describe('Topic of every event that no rule sends elsewhere'),
  key: z.string().optional().describe('Path of the record key; without one the key is the event name'),
  headers: z.record(z.string(), z.string()).optional().describe('Static headers beside content-type'),
  clientId: z.string().optional().describe('Default "walkeros"'),
  acks: z
    .union([z.literal(-1), z.literal(0), z.literal(1)])
    .optional()
    .describe('Default -1, all replicas'),
  compression: z.enum(compressionNames).optional().describe('Default gzip'),
  idempotent: z.boolean().optional().describe('Default false; needs acks -1'),
  timeout: z.number().optional().describe('Milliseconds the broker may take'),
  allowAutoTopicCreation: z.boolean().optional().describe('Default false'),
  connectionTimeout: z.number().optional(),
  requestTimeout: z.number().optional(),
  retry: z.looseObject({}).optional(),
  ssl: jsonValueSchema.optional(),
  sasl: z.looseObject({ mechanism: z.string() }).optional(),
})
export type KafkaSettings = z.infer<typeof kafkaSettingsSchema>

/** The `config` of a walkerOS Kafka destination; what it holds beyond this is kept. */
export const destinationConfigSchema = z.looseObject({
  settings: z.looseObject({ kafka: kafkaSettingsSchema }),
  mapping: rulesSchema.optional(),
  data: valueSchema.optional(),
  policy: z.record(z.string(), valueSchema).optional(),
  consent: consentSchema.optional().describe('Any one of these states lets the event through'),
  include: z.array(z.string()).optional(),
  disabled: z.boolean().optional(),
  mock: jsonValueSchema.optional(),
  setup: jsonValueSchema.optional(),
})
export type DestinationConfig = z.infer<typeof destinationConfigSchema>
