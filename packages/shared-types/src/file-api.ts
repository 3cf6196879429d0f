import * as z from 'zod/mini'
import type { Route } from './api-route.ts'

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
  list: {
    method: 'GET',
    path: '/api/files',
    summary: 'Flow files of the workspace',
    needs: 'viewer',
    answer: z.object({ files: z.array(workspaceFileSchema) }),
  },
  read: {
    method: 'GET',
    path: '/api/files/{path+}',
    summary: 'A flow file with its version',
    needs: 'viewer',
    answer: fileContentSchema,
  },
  save: {
    method: 'PUT',
    path: '/api/files/{path+}',
    summary: 'Saves a flow file that is still of this version',
    needs: 'producer',
    body: z.object({ text: z.string(), version: z.string() }),
    // A file of 10 MiB grows in a JSON string.
    maxBodyBytes: 12 * 2 ** 20,
    answer: z.object({ version: z.string() }),
  },
} as const satisfies Record<string, Route>
