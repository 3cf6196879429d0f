import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { jsonValueSchema } from './json.ts'
import { maxEventsBytes, previewRequestSchema } from './preview-api.ts'

/**
 * Opens a replay, or takes one up again: an `id` that was used before goes on behind the last event whose record is
 * in the log, also after a restart of the bridge. It belongs to the profile, flow, destination and caller that it
 * was begun with.
 */
const replayRequestSchema = z.extend(z.omit(previewRequestSchema, { events: true, assume: true }), {
  id: z.string().check(z.regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, dashes or underscores')),
  profile: z.string(),
  total: z.optional(z.int().check(z.minimum(0))).check(z.describe('Events there will be, where that is known')),
  confirm: z.optional(z.string()).check(z.describe('Name of the profile, for a production cluster')),
  position: z
    .optional(z.enum(['journal', 'start'], 'must be journal or start'))
    .check(
      z.describe(
        'Where the log has forgotten the position: `journal` goes on where the journal of the bridge is, `start` writes all events again',
      ),
    ),
})
export type ReplayRequest = z.infer<typeof replayRequestSchema>

/** Events of a replay from a position on; what was taken before is skipped, so a chunk may be sent again. */
const replayChunkSchema = z.object({
  from: z.int().check(z.minimum(0)),
  events: z.array(jsonValueSchema).check(z.maxLength(10_000, 'holds more than 10,000 events')),
  isLast: z.optional(z.boolean()),
})
export type ReplayChunk = z.infer<typeof replayChunkSchema>

const replayStateSchema = z.object({
  id: z.string(),
  profile: z.string(),
  status: z.enum(['running', 'paused', 'interrupted', 'done', 'cancelled']),
  accepted: z.int().check(z.describe('Events taken so far: the next chunk starts here')),
  done: z.int().check(z.describe('Records in the log')),
  skipped: z.int().check(z.describe('Events that make no record')),
  failed: z.int().check(z.describe('Records that were refused; the list of failures names them')),
  total: z.optional(z.int()),
  rate: z.int().check(z.describe('Events a second since it began or went on')),
  secondsLeft: z.optional(z.number()),
  isExactlyOnce: z.boolean().check(z.describe('Batches are Kafka transactions')),
  topics: z.optional(z.array(z.string())).check(z.describe('Topics it has written to since the bridge opened it')),
  reason: z.optional(z.string()).check(z.describe('Why it is interrupted')),
})
export type ReplayState = z.infer<typeof replayStateSchema>

export const replayFailureSchema = z.object({ index: z.int(), topic: z.optional(z.string()), reason: z.string() })
export type ReplayFailure = z.infer<typeof replayFailureSchema>

export const replayRoutes = {
  open: route('POST /api/replays', 'producer', 'Opens a replay, or takes one up again under its id', {
    body: replayRequestSchema,
    maxBodyBytes: maxEventsBytes,
    answer: replayStateSchema,
    status: 201,
  }),
  state: route('GET /api/replays/{id}', 'viewer', 'The state of a replay', {
    answer: replayStateSchema,
  }),
  act: route('POST /api/replays/{id}', 'producer', 'Pauses or resumes a replay', {
    body: z.object({
      action: z.enum(['pause', 'resume']),
      confirm: z.optional(z.string()).check(z.describe('Name of the profile, to resume on a production cluster')),
    }),
    answer: replayStateSchema,
  }),
  end: route('DELETE /api/replays/{id}', 'producer', 'Ends a replay', {
    answer: replayStateSchema,
  }),
  take: route('PUT /api/replays/{id}/events', 'producer', 'Takes the next events; answers when they are in the log', {
    body: replayChunkSchema,
    maxBodyBytes: maxEventsBytes,
    answer: replayStateSchema,
  }),
  watch: route('GET /api/replays/{id}/events', 'viewer', 'The state at each change, as `state` events', {
    events: { state: replayStateSchema },
  }),
  failures: route('GET /api/replays/{id}/failures', 'viewer', 'Records that were refused, a JSON object on each line', {
    type: 'application/x-ndjson',
  }),
}
