import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { jsonObjectSchema, jsonValueSchema } from './json.ts'

/** An event that a running flow sent to `/collect`. */
const liveEventSchema = z.object({
  number: z.int().check(z.describe('Counts from the start of the bridge')),
  at: z.number().check(z.describe('When it came, ms since 1970')),
  event: jsonValueSchema,
  text: z
    .optional(z.string())
    .check(z.describe('The event as it was written, where reading it loses digits or the earlier of two equal keys')),
})
export type LiveEvent = z.infer<typeof liveEventSchema>

/** The tap: whether it takes events, and where a flow sends them. */
const liveStateSchema = z.object({
  isOpen: z.boolean(),
  path: z.string().check(z.describe('Path with the key of this start, to be written behind the address of the bridge')),
  taken: z.int(),
  dropped: z.int().check(z.describe('Events that were too large or over the rate, or came while it was paused')),
})
export type LiveState = z.infer<typeof liveStateSchema>

export const liveRoutes = {
  /** Where a flow's API destination sends its events: one, or a batch as `{"events":[…]}` or an array. */
  collect: route('POST /collect/{key}', 'key', 'Takes events of a running flow; the key is the permission', {
    body: z.union([z.array(jsonValueSchema), jsonObjectSchema], 'must be an event, or events in an array'),
    maxBodyBytes: 2 ** 20,
    answer: z.object({ taken: z.int(), dropped: z.int() }),
    status: 202,
  }),
  events: route('GET /api/live', 'viewer', 'Events of running flows, as `event` events', {
    events: { event: liveEventSchema },
  }),
  state: route('GET /api/live/state', 'viewer', 'Whether the tap is open, and its address', {
    answer: liveStateSchema,
  }),
  open: route('POST /api/live', 'producer', 'Opens or closes the tap', {
    body: z.object({ isOpen: z.boolean() }),
    answer: liveStateSchema,
  }),
}
