import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'

/** An event that a running flow sent to `/collect`. */
export const liveEventSchema = z.object({
  number: z.int().check(z.describe('Counts from the start of the bridge')),
  at: z.number().check(z.describe('When it came, ms since 1970')),
  event: jsonValueSchema,
})
export type LiveEvent = z.infer<typeof liveEventSchema>

/** The tap: whether it takes events, and where a flow sends them. */
export const liveStateSchema = z.object({
  isOpen: z.boolean(),
  path: z.string().check(z.describe('Path with the key of this start, to be written behind the address of the bridge')),
  taken: z.int(),
  dropped: z.int().check(z.describe('Events over the rate, or while it was paused')),
})
export type LiveState = z.infer<typeof liveStateSchema>
export const liveActionSchema = z.object({ isOpen: z.boolean() })
