// What each setting is for, and what walkerOS takes where it is not set. It stands apart from the schemas, so that the
// mapping engine goes without the texts.
import * as z from 'zod/mini'
import { destinationConfigSchema, kafkaSettingsSchema, setupSchema } from './destination-config.ts'
import type { JsonValue } from './json.ts'
import { ruleSchema, ruleSettingsSchema, valueConfigSchema } from './mapping-rule.ts'

export interface SchemaDoc {
  description: string
  /** What walkerOS takes where nothing is set; absent where that is nothing at all. */
  default?: JsonValue
}

/** Descriptions and defaults of every setting that has a schema. */
export const schemaDocs = z.registry<SchemaDoc>()

type Shape = Readonly<Record<string, z.core.$ZodType>>

function describe<S extends Shape>(shape: S, docs: { [K in keyof S]: string | [string, JsonValue] }): void {
  for (const [name, doc] of Object.entries(docs)) {
    const schema = shape[name]
    if (schema === undefined) continue
    const [description, standard] = typeof doc === 'string' ? [doc] : (doc as [string, JsonValue])
    schemaDocs.add(schema, standard === undefined ? { description } : { description, default: standard })
  }
}

describe(kafkaSettingsSchema.shape, {
  brokers: 'The brokers that production connects to first, as host:port. The designer never uses them.',
  topic: 'Topic of every event that no rule sends elsewhere.',
  key: 'Path of the record key in the event. Only a filled text counts; without one the key is the event name.',
  headers: 'Static headers of every record, beside content-type: application/json.',
  clientId: ['The name that the brokers see in logs and quotas.', 'walkeros'],
  acks: ['How many replicas must have the record: -1 all in sync, 1 the leader, 0 none.', -1],
  compression: ['Codec of a batch. snappy, lz4 and zstd need a codec package, else every send fails silently.', 'gzip'],
  idempotent: ['The broker drops what a retry sends twice. Needs acks -1.', false],
  timeout: ['How long the brokers may take to acknowledge, in milliseconds.', 30_000],
  allowAutoTopicCreation: ['A topic that does not exist is created with the defaults of the cluster.', false],
  connectionTimeout: ['How long opening a connection may take, in milliseconds.', 1_000],
  requestTimeout: ['How long one request may take, in milliseconds.', 30_000],
  retry: 'How often and how long the client retries: retries, initialRetryTime, maxRetryTime (of one wait), in ms.',
  ssl: ['Encrypts the connection: true, or an object with ca, cert and key.', false],
  sasl: 'How production logs in: mechanism (plain, scram-sha-256, scram-sha-512), username, password.',
})

describe(destinationConfigSchema.shape, {
  settings: 'Topic, key, headers and how records are sent.',
  mapping: 'Rules by entity and action; `*` stands for any.',
  data: 'Mapped for every event; the data of a rule is merged over it.',
  policy: 'Paths in the event and the values written there before anything else.',
  consent: 'Any one of these states lets the event through.',
  include: 'Sections of the event that are flattened into the data.',
  disabled: ['The destination gets no events.', false],
  mock: 'The destination answers with this instead of sending.',
  setup: 'What walkeros setup creates: one topic with its partitions, replication and config.',
})

describe(setupSchema.shape, {
  topic: 'The topic to create; the one of the settings where it is not set.',
  numPartitions: 'How many partitions it gets. walkerOS has no default for it.',
  replicationFactor:
    'On how many brokers each partition stands; no more than there are. walkerOS has no default for it.',
  configEntries: 'Settings of the topic as texts, such as {"retention.ms": "604800000"}.',
  schemaRegistry: 'Registers a schema: url, subject, schemaType and schema.',
  validateOnly: ['The brokers check the request and create nothing.', false],
})

describe(ruleSchema.shape, {
  name: 'A new name for the event; it is the default key as well.',
  condition: 'Synchronous function (event, context) => boolean: whether the rule is taken.',
  data: 'The record value. Without a filled object the whole event is sent.',
  policy: 'Paths in the event and the values written there before mapping.',
  include: 'Sections of the event that are flattened into the data.',
  remove: 'Paths that are deleted from the data.',
  ignore: ['Events of this rule are not sent.', false],
  silent: 'Has no effect for Kafka.',
  consent: 'Has no effect here: walkerOS checks consent of fields and of the destination only.',
  settings: 'Topic and key of this rule.',
})

describe(ruleSettingsSchema.shape, {
  topic: 'Topic of this rule instead of the one of the destination.',
  key: 'Path of the record key in the event, after policy and rename.',
})

describe(valueConfigSchema.shape, {
  key: 'Path in the event, or in the item inside a loop. It wins over fn.',
  value: 'A static value; beside another operator it counts where that gives nothing.',
  fn: 'Function (value, context) => result.',
  condition: 'Function (value, context) => boolean: false leaves the field out.',
  consent: 'Any one of these states is enough.',
  validate: 'Function (result, context) => boolean: false drops the result.',
  loop: '[scope, mapping of one item]; the scope "this" is the value itself.',
  map: 'Target field to source.',
  set: 'A list of all results.',
})
