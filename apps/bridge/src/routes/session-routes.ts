import type { Session } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { Workspace } from '../files/workspace.ts'
import type { CallerEnv } from '../http/roles.ts'
import type { Clusters } from '../produce/clusters.ts'

export interface SessionFacts {
  version: string
  /** Why there is no cluster. */
  notice?: string | undefined
  /** The flow files the bridge was started on. */
  workspace?: Workspace | undefined
}

export const sessionRoutes = (facts: SessionFacts, clusters: Clusters) =>
  new Hono<CallerEnv>().get('/', async (c) => {
    const session: Session = {
      version: facts.version,
      role: c.var.caller.role,
      profiles: clusters.summaries(),
      ...(facts.notice && { notice: facts.notice }),
      ...(facts.workspace && { workspace: { id: facts.workspace.id, files: await facts.workspace.list() } }),
    }
    return c.json(session)
  })
