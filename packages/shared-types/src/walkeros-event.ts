import { z } from 'zod'
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
    .regex(/^\S+ \S/, 'must be an entity and an action separated by one space, such as "order complete"')
    .describe('Entity and action, such as "order complete"'),
  data: jsonObjectSchema.optional().describe('Properties of the entity'),
  context: z.record(z.string(), jsonValueSchema).optional().describe('Ordered properties: [value, position]'),
  globals: jsonObjectSchema.optional(),
  custom: jsonObjectSchema.optional(),
  user: jsonObjectSchema.optional(),
  nested: z.array(jsonValueSchema).optional().describe('Entities inside this one'),
  consent: consentSchema.optional(),
  id: z.string().optional(),
  trigger: z.string().optional(),
  entity: z.string().optional(),
  action: z.string().optional(),
  timestamp: z.number().optional().describe('Milliseconds since 1970'),
  timing: z.number().optional(),
  source: jsonObjectSchema.optional(),
})
export type WalkerEvent = z.infer<typeof eventSchema>

/** What a walkerOS collector knows about the visitor when an event passes. */
export const collectorStateSchema = z.looseObject({
  consent: consentSchema.optional(),
  user: jsonObjectSchema.optional(),
  globals: jsonObjectSchema.optional(),
  custom: jsonObjectSchema.optional(),
})
export type CollectorState = z.infer<typeof collectorStateSchema>
