import type { Session } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { Clusters } from '../produce/clusters.ts'

export interface SessionFacts {
  version: string
  /** Why there is no cluster. */
  notice?: string | undefined
  /** The flow file the bridge was started on, read at each call. */
  readFlow?: (() => Promise<{ path: string; text: string }>) | undefined
}

export const sessionRoutes = (facts: SessionFacts, clusters: Clusters) =>
  new Hono().get('/', async (c) => {
    const session: Session = {
      version: facts.version,
      profiles: clusters.summaries(),
      ...(facts.notice && { notice: facts.notice }),
      ...(facts.readFlow && { flow: await facts.readFlow() }),
    }
    return c.json(session)
  })
