import type { Workspace } from '../files/workspace.ts'
import type { HandlersOf } from '../http/handler.ts'
import { ApiProblem } from '../operation/api-problem.ts'

/** The flow files of the workspace; without one there are none. */
export const fileRoutes = (workspace: Workspace | undefined): HandlersOf<'files'> => ({
  list: async () => ({ files: (await workspace?.list()) ?? [] }),
  read: ({ params }) => opened(workspace).read(params.path),
  save: ({ params, body }) => opened(workspace).save(params.path, body.text, body.version),
  revisions: async ({ params }) => ({ revisions: await opened(workspace).revisions(params.path) }),
  readRevision: async ({ params, query }) => ({
    text: await opened(workspace).readRevision(params.path, query.revision),
  }),
})

function opened(workspace: Workspace | undefined): Workspace {
  if (workspace !== undefined) return workspace
  throw new ApiProblem(404, {
    code: 'no-workspace',
    message: 'The bridge was started without a flow file or folder.',
    hint: 'Start it with one: npx -y pnpm start path/to/flow.json',
  })
}
