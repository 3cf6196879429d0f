import type { Workspace } from '../files/workspace.ts'
import type { HandlersOf } from '../http/handler.ts'
import type { Clusters } from '../produce/clusters.ts'

export interface SessionParts {
  version: string
  /** Why there is no cluster. */
  notice?: string | undefined
  /** The flow files the bridge was started on. */
  workspace?: Workspace | undefined
}

export const sessionRoutes = (
  { version, notice, workspace }: SessionParts,
  clusters: Clusters,
): HandlersOf<'session'> => ({
  session: async ({ caller }) => ({
    version,
    role: caller.role,
    profiles: clusters.summaries(),
    ...(notice && { notice }),
    ...(workspace && { workspace: { id: workspace.id, files: await workspace.list() } }),
  }),
})
