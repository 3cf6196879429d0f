import * as z from 'zod/mini'
import { route } from './api-route.ts'

/** A flow file that the bridge may read and write; the path counts from the folder it was started on. */
export const workspaceFileSchema = z.object({ path: z.string(), isWritable: z.boolean() })
export type WorkspaceFile = z.infer<typeof workspaceFileSchema>

/** `version` names the bytes on disk; a save says which version it was made from. */
export const fileContentSchema = z.object({
  path: z.string(),
  text: z.string(),
  version: z.string(),
  isWritable: z.boolean(),
})
export type FileContent = z.infer<typeof fileContentSchema>

/**
 * How git names a commit: a branch, a tag, a hash, `HEAD~2`. A name that an option of git could be, or that leads to another
 * file, is none.
 */
export const revisionNameSchema = z
  .string()
  .check(z.regex(/^[^-:\p{C}][^:\p{C}]{0,199}$/u, 'must name a commit as git does, such as main, HEAD~2 or a hash'))

const fileRevisionSchema = z.object({
  hash: z.string().check(z.describe('Of the commit, as short as git shows it')),
  date: z.string().check(z.describe('When it was committed, ISO 8601')),
  subject: z.string().check(z.describe('First line of its message')),
})
export type FileRevision = z.infer<typeof fileRevisionSchema>

export const fileRoutes = {
  list: route('GET /api/files', 'viewer', 'Flow files of the workspace', {
    answer: z.object({ files: z.array(workspaceFileSchema) }),
  }),
  read: route('GET /api/files/{path+}', 'viewer', 'A flow file with its version', {
    answer: fileContentSchema,
  }),
  save: route('PUT /api/files/{path+}', 'producer', 'Saves a flow file that is still of this version', {
    body: z.object({ text: z.string(), version: z.string() }),
    // A file of 10 MiB grows in a JSON string.
    maxBodyBytes: 12 * 2 ** 20,
    answer: z.object({ version: z.string() }),
  }),
  revisions: route('GET /api/revisions/{path+}', 'viewer', 'The newest commits of git that changed a flow file', {
    answer: z.object({ revisions: z.array(fileRevisionSchema) }),
  }),
  readRevision: route('GET /api/at-revision/{path+}', 'viewer', 'A flow file as it was at a revision of git', {
    query: z.object({
      revision: revisionNameSchema.check(z.describe('A commit as git names it: a branch, a tag, a hash, HEAD~2')),
    }),
    answer: z.object({ text: z.string() }),
  }),
}
