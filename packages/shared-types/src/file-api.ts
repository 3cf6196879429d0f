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
}
