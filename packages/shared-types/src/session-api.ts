import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { workspaceFileSchema } from './file-api.ts'
import { roleSchema } from './role.ts'

const profileSummarySchema = z.object({
  name: z.string(),
  environment: z.enum(['local', 'development', 'staging', 'production']),
  mayProduce: z.boolean(),
  mayCreateTopics: z.boolean(),
  topics: z.array(z.string()).check(z.describe('Allowlist of topics to produce to; "*" is a wildcard')),
  mayDeleteTopics: z.optional(z.boolean()),
  hasRegistry: z.optional(z.boolean()).check(z.describe('A schema registry belongs to the profile')),
  mayRegisterSchemas: z.optional(z.boolean()),
  mustConfirm: z.boolean().check(z.describe('Producing asks for the name of the profile')),
})
export type ProfileSummary = z.infer<typeof profileSummarySchema>

/** The flow files of one start; `id` differs from folder to folder. */
const workspaceSchema = z.object({ id: z.string(), files: z.array(workspaceFileSchema) })

export const sessionSchema = z.object({
  version: z.string(),
  role: roleSchema,
  profiles: z.array(profileSummarySchema),
  notice: z.optional(z.string()).check(z.describe('Why there is no cluster, in one sentence')),
  workspace: z.optional(workspaceSchema).check(z.describe('The flow files the bridge was started on')),
})
export type Session = z.infer<typeof sessionSchema>

export const sessionRoutes = {
  session: route('GET /api/session', 'viewer', 'Version, profiles, role and flow files', {
    answer: sessionSchema,
  }),
}
