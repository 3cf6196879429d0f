import * as z from 'zod/mini'
import { jsonValueSchema } from './json.ts'

export const severitySchema = z.enum(['error', 'warning', 'hint'])
export type Severity = z.infer<typeof severitySchema>

/** Something a person should know: stable code, one sentence of cause, and where it is. */
export const problemSchema = z.object({
  code: z.string(),
  severity: severitySchema,
  place: z
    .array(z.union([z.string(), z.number()]))
    .check(z.describe('Place in the destination config, or in the flow around it')),
  of: z.optional(z.literal('flow')).check(z.describe('Set where the place is in the flow')),
  cause: z.string().check(z.describe('One sentence with the real names and values')),
  fix: z
    .optional(
      z.object({
        label: z.string(),
        edits: z.array(
          z.object({
            of: z.optional(z.enum(['config', 'step', 'flow'])),
            place: z.array(z.union([z.string(), z.number()])),
            value: z.optional(jsonValueSchema),
          }),
        ),
      }),
    )
    .check(z.describe('Edits of the destination config; an edit without value removes')),
})
export type Problem = z.infer<typeof problemSchema>
