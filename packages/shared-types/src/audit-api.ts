import * as z from 'zod/mini'
import { route } from './api-route.ts'

const text = z.optional(z.string())

/** What was done to a cluster, or asked for and denied: never keys, values, headers, tokens or hosts. */
export const auditEntrySchema = z.looseObject({
  at: z.string().check(z.describe('Time in ISO form')),
  action: z.string(),
  who: text,
  profile: text,
  status: z.optional(z.union([z.string(), z.number()])),
  topic: text,
  topics: z.optional(z.array(z.string())).check(z.describe('Topics that a replay has written to')),
  digest: text.check(z.describe('SHA-256 of the record')),
  partition: z.optional(z.number()),
  offset: text,
  subject: text,
  version: text,
  reason: text,
  code: text,
  method: text,
  path: text,
  replay: text,
  done: z.optional(z.number()),
  failed: z.optional(z.number()),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** Entries that are answered at most. */
export const maxAuditEntries = 1_000

export const auditRoutes = {
  list: route('GET /api/audit', 'viewer', 'The last 1,000 entries of the audit, the newest first', {
    answer: z.object({ entries: z.array(auditEntrySchema) }),
  }),
}
