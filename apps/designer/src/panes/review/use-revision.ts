import { type FileRevision, revisionNameSchema } from '@mapping-designer/shared-types'
import { useCallback } from 'react'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { type Answer, useAnswer } from '../../designer/use-answer.ts'
import { withoutBom } from '../../document/byte-order-mark.ts'

/** The open file at a revision of git: its text, or why there is none; neither until the bridge has answered. */
export interface RevisionText {
  text: string | null
  fault: string | null
}

/** The open file as it was at a revision; null for no revision. */
export function useRevision(revision: string | null): RevisionText | null {
  const { client } = useDesigner()
  const { path, fault } = useRevisedFile()
  const ask = useCallback(async () => {
    if (revision === null || path === null) return null
    return { revision, text: withoutBom(await readRevision(client, path, revision)) }
  }, [client, path, revision])
  const { value, error, isAsking } = useAnswer(ask)
  if (revision === null) return null
  if (fault !== null) return { text: null, fault }
  // What was asked before is another revision.
  const isOld = value !== null && value.revision !== revision
  return isAsking || isOld ? { text: null, fault: null } : { text: value?.text ?? null, fault: error }
}

function readRevision(client: ReturnType<typeof useDesigner>['client'], path: string, revision: string) {
  if (revisionNameSchema.safeParse(revision).success) return client.readRevision(path, revision)
  throw new Error('a revision is named as git does: a branch, a tag, a hash or HEAD~1')
}

/** The newest commits that changed the open file. */
export function useRevisions(): Answer<readonly FileRevision[]> {
  const { client } = useDesigner()
  const { path } = useRevisedFile()
  return useAnswer(useCallback(async () => (path === null ? [] : client.revisions(path)), [client, path]))
}

/** The file whose revisions the bridge can read, or why there is none. */
function useRevisedFile(): { path: string | null; fault: string | null } {
  const file = useDocument((state) => state.file)
  const status = useBridge((state) => state.status)
  const workspace = useBridge((state) => state.session?.workspace)
  if (status === 'away' || status === 'no-token' || (status === 'connected' && workspace === undefined))
    return { path: null, fault: noBridge[status] }
  if (status === 'connecting') return { path: null, fault: 'the bridge has not answered yet' }
  if (file === null || file.workspace !== workspace?.id)
    return { path: null, fault: 'the flow on screen is no file of the bridge: open one of its flow files' }
  return { path: file.path, fault: null }
}

const noBridge = {
  away: 'the bridge reads git, and it does not answer. Start it with: npx -y pnpm start path/to/flow.json',
  'no-token': 'the bridge reads git, and it was restarted. Open the link it printed; your draft stays in this browser.',
  connected: 'the bridge was started without a flow file. Start it with one: npx -y pnpm start path/to/flow.json',
}
