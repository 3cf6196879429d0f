import { createStore } from 'zustand/vanilla'
import { bridgeClient } from '../bridge/bridge-client.ts'
import { createBridgeStore } from '../bridge/bridge-store.ts'
import { bridgeCalls } from '../bridge/call-bridge.ts'
import { createReplayStore } from '../bridge/replay-store.ts'
import type { DesignerParts } from '../designer/designer-context.tsx'
import type { Produced } from '../designer/produced.ts'
import { createViewStore } from '../designer/view-store.ts'
import { createWorkspaceFiles } from '../designer/workspace.ts'
import { browserStorage } from '../document/browser-storage.ts'
import { createDocumentStore } from '../document/document-store.ts'
import type { Drafts } from '../document/drafts.ts'
import { keepHistory } from '../document/history.ts'
import { createAnalysis } from '../preview/analysis.ts'
import { createCodePreviews } from '../preview/code-previews.ts'
import CodeWorker from '../preview/code-worker.ts?worker'
import CompareWorker from '../preview/compare-worker.ts?worker'
import { createDerived } from '../preview/derived.ts'
import { engine } from '../preview/engine.ts'
import { createFileComparison } from '../preview/file-comparison.ts'
import { createGenuineChecks } from '../preview/genuine-checks.ts'
import GenuineWorker from '../preview/genuine-worker.ts?worker'
import { learnSizes } from '../preview/learn-sizes.ts'
import { afterEvents } from '../ui/after-events.ts'
import { afterTyping } from '../ui/after-typing.ts'
import { opening } from './opening.ts'

/** The real parts of the designer of this tab. */
export function createParts(drafts: Drafts, token: () => string | null, newId: () => string): DesignerParts {
  const document = createDocumentStore({
    clock: Date.now,
    newId,
    initial: { ...(drafts.initial ?? { text: '', samples: [] }), env: drafts.values },
  })
  const client = bridgeClient(bridgeCalls(token))
  const bridge = createBridgeStore(client, newId)
  const view = createViewStore(browserStorage)
  const code = newCode()
  const derived = createDerived({ document, bridge, code }, engine)
  const inPause = afterTyping(window)
  const analysis = createAnalysis()
  engine.use(({ analyseSamples, requestCode }) => {
    analyseSamples({ analysis, document, derived, code }, { first: inPause, next: afterEvents() })
    requestCode({ document, code }, derived)
  })
  learnSizes({ analysis, bridge })
  const openFlow = async (text: string) => (await opening.load()).openFlowText({ document, newId }, text)
  return {
    client,
    document,
    bridge,
    view,
    derived,
    inPause,
    analysis,
    history: keepHistory(document, drafts.id, Date.now),
    code,
    savedCode: newCode(),
    journeys: newCode(),
    variants: newCode(),
    fileComparison: createFileComparison(document, () => new CompareWorker()),
    genuine: createGenuineChecks(() => new GenuineWorker(), client.prove),
    files: createWorkspaceFiles(client, { document, bridge, view, analysis, openFlow }),
    produced: createStore<Produced>()(() => ({})),
    replay: createReplayStore(client, newId),
    newId,
  }
}

const newCode = () => createCodePreviews(() => new CodeWorker())
