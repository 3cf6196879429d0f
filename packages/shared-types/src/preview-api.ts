import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { jsonObjectSchema, jsonValueSchema } from './json.ts'
import { kafkaRecordSchema } from './kafka-record.ts'
import { severitySchema } from './problem.ts'

/** Bytes of a request that carries events: a thousand of the largest kind fit, a mistake does not. */
export const maxEventsBytes = 4 * 2 ** 20

const outcomeKindSchema = z.enum([
  'message',
  'undeliverable',
  'ignored',
  'denied',
  'dropped',
  'queued',
  'not-proven',
  'failed',
])

/** One line of a preview, as `preview --json` prints it and `POST /api/preview` answers it. */
export const previewLineSchema = z.object({
  index: z.int(),
  outcome: outcomeKindSchema,
  message: z.nullable(kafkaRecordSchema),
  messages: z
    .optional(z.array(kafkaRecordSchema))
    .check(z.describe('All records, where an event comes to several; `message` is the first')),
  assumed: z
    .optional(z.array(z.string()))
    .check(
      z.describe('Transformers in whose place stood what somebody assumes of them; walkerOS may send something else'),
    ),
  rule: z.nullable(z.string()),
  reason: z.optional(z.string()).check(z.describe('Why there is no deliverable record')),
  problems: z.array(z.object({ code: z.string(), severity: severitySchema, place: z.string(), cause: z.string() })),
})
export type PreviewLine = z.infer<typeof previewLineSchema>

/** What somebody assumes of a transformer that cannot be run: what its policy writes, or a function in its place. */
const standInSchema = z.union(
  [
    z.strictObject({ mapping: jsonObjectSchema }),
    z.strictObject({ push: z.string().check(z.describe('JavaScript, such as `(event) => ({ event })`')) }),
  ],
  'must be {"mapping":{…}} or {"push":"(event) => …"}',
)
export const standInsSchema = z.record(z.string(), standInSchema)
/** Stand-ins by the name of the transformer. */
export type StandIns = z.infer<typeof standInsSchema>

/** `flow` is a flow file as text or as JSON; `now` is the clock in ms since 1970 that the preview runs at. */
export const previewRequestSchema = z.object({
  flow: z.union([z.string(), jsonObjectSchema], 'must be the flow file, as text or as a JSON object'),
  flowName: z.optional(z.string()),
  destination: z.optional(z.string()),
  events: z.array(jsonValueSchema).check(z.maxLength(10_000, 'holds more than 10,000 events')),
  now: z.optional(z.number()),
  into: z
    .optional(z.string())
    .check(
      z.describe('Where the events come in: `collector`, by default, or `source.NAME` with its mapping and chain'),
    ),
  scope: z.optional(jsonValueSchema).check(z.describe('The request that the source got the events with')),
  destinationOnly: z.optional(z.boolean()).check(z.describe('Leave out everything before the destination')),
  assume: z
    .optional(standInsSchema)
    .check(z.describe('What to assume of transformers that cannot be run, by name; such records are never produced')),
  env: z
    .optional(z.record(z.string(), z.string()))
    .check(z.describe('Values for $env and $secret references of the mapping')),
})
export type PreviewRequest = z.infer<typeof previewRequestSchema>

/** A preview that the published packages of the flow's own versions are asked about. */
export const proveRequestSchema = z.object({
  ...z.omit(previewRequestSchema, { events: true }).shape,
  event: jsonValueSchema,
  outcome: outcomeKindSchema.check(z.describe('What the preview says that the event comes to')),
  records: z.array(kafkaRecordSchema).check(z.maxLength(1_000, 'holds more than 1,000 records')),
  runtime: z.optional(z.string()).check(z.describe('The version of walkerOS, in place of the one that the flow pins')),
  install: z
    .optional(z.boolean())
    .check(z.describe('Install the packages from npm, into the cache folder of the user that runs the bridge')),
})
export type ProveRequest = z.infer<typeof proveRequestSchema>

/** What published walkerOS packages say to a preview; `at` is a UTF-8 byte of the field, or the number of the record. */
export const genuineCheckSchema = z.union([
  z.object({ verdict: z.literal('same'), version: z.string() }),
  z.object({
    verdict: z.literal('different'),
    version: z.string(),
    field: z.string(),
    at: z.int(),
    genuine: z.nullable(kafkaRecordSchema),
  }),
  z.object({ verdict: z.literal('not-proven'), version: z.string(), reason: z.string() }),
])
export type GenuineCheck = z.infer<typeof genuineCheckSchema>

/** A record of 16 MiB, the largest that is built, with its escapes. */
const maxRecordBytes = 20 * 2 ** 20

export const previewRoutes = {
  packedSize: route('POST /api/packed-size', 'viewer', 'Bytes of a record as a codec packs it alone', {
    body: z.object({
      record: kafkaRecordSchema,
      compression: z.int().check(z.minimum(1), z.maximum(4), z.describe('1 gzip, 2 snappy, 3 lz4, 4 zstd')),
    }),
    maxBodyBytes: maxRecordBytes,
    answer: z.object({ bytes: z.int() }),
  }),
  preview: route('POST /api/preview', 'viewer', 'The record of each event', {
    body: previewRequestSchema,
    maxBodyBytes: maxEventsBytes,
    answer: z.object({ results: z.array(previewLineSchema) }),
  }),
  prove: route(
    'POST /api/prove',
    'producer',
    'Whether the published packages of the versions that a flow pins send the same',
    {
      body: proveRequestSchema,
      maxBodyBytes: maxEventsBytes,
      answer: genuineCheckSchema,
    },
  ),
}
