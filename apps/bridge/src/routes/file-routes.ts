import { saveFileRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { Workspace } from '../files/workspace.ts'
import { ApiProblem } from '../http/api-problem.ts'
import { readBody } from '../http/read-body.ts'
import { type CallerEnv, requireRole } from '../http/roles.ts'

/** The flow files of the workspace; without one there are none. */
export const fileRoutes = (workspace: Workspace | undefined) =>
  new Hono<CallerEnv>()
    .get('/', async (c) => c.json({ files: (await workspace?.list()) ?? [] }))
    .get('/:path{.+}', async (c) => c.json(await opened(workspace).read(c.req.param('path'))))
    .put('/:path{.+}', requireRole('producer'), async (c) => {
      const { text, version } = await readBody(c, saveFileRequestSchema)
      return c.json(await opened(workspace).save(c.req.param('path'), text, version))
    })

function opened(workspace: Workspace | undefined): Workspace {
  if (workspace !== undefined) return workspace
  throw new ApiProblem(404, {
    code: 'no-workspace',
    message: 'The bridge was started without a flow file or folder.',
    hint: 'Start it with one: npx -y pnpm start path/to/flow.json',
  })
}
