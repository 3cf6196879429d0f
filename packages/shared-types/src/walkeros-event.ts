import * as z from 'zod/mini'
import { jsonObjectSchema, jsonValueSchema } from './json.ts'

/** Consent states by name; only truthy ones count as granted. */
export const consentSchema = z.record(z.string(), z.boolean())

/**
 * An event as people paste it. Only the name is required; unknown keys are kept here and dropped by the collector.
 * Mirrors walkerOS' `WalkerOS.PartialEvent`.
 */
export const eventSchema = z.looseObject({
  name: z
    .string()
    .check(z.regex(/^\S+ \S/, 'must be an entity and an action separated by one space, such as "order complete"'))
    .check(z.describe('Entity and action, such as "order complete"')),
  data: z.optional(jsonObjectSchema).check(z.describe('Properties of the entity')),
  context: z.optional(z.record(z.string(), jsonValueSchema)).check(z.describe('Ordered properties: [value, position]')),
  globals: z.optional(jsonObjectSchema),
  custom: z.optional(jsonObjectSchema),
  user: z.optional(jsonObjectSchema),
  nested: z.optional(z.array(jsonValueSchema)).check(z.describe('Entities inside this one')),
  consent: z.optional(consentSchema),
  id: z.optional(z.string()),
  trigger: z.optional(z.string()),
  entity: z.optional(z.string()),
  action: z.optional(z.string()),
  timestamp: z.optional(z.number()).check(z.describe('Milliseconds since 1970')),
  timing: z.optional(z.number()),
  source: z.optional(jsonObjectSchema),
})
export type WalkerEvent = z.infer<typeof eventSchema>

/** What a walkerOS collector knows about the visitor when an event passes. */
export const collectorStateSchema = z.looseObject({
  consent: z.optional(consentSchema),
  user: z.optional(jsonObjectSchema),
  globals: z.optional(jsonObjectSchema),
  custom: z.optional(jsonObjectSchema),
})
export type CollectorState = z.infer<typeof collectorStateSchema>
