import { createRoot } from 'react-dom/client'
import { createStore } from 'zustand/vanilla'
import { App, design } from './app/app.tsx'
import { ErrorScreen } from './app/error-screen.tsx'
import { followHistory } from './app/follow-history.ts'
import { opening } from './app/opening.ts'
import { bridgeClient } from './bridge/bridge-client.ts'
import { createBridgeStore } from './bridge/bridge-store.ts'
import { bridgeCalls } from './bridge/call-bridge.ts'
import { createReplayStore } from './bridge/replay-store.ts'
import { takeToken } from './bridge/take-token.ts'
import { DesignerProvider } from './designer/designer-context.tsx'
import type { Produced } from './designer/produced.ts'
import { createViewStore } from './designer/view-store.ts'
import { createWorkspaceFiles } from './designer/workspace.ts'
import { browserStorage } from './document/browser-storage.ts'
import { createDocumentStore } from './document/document-store.ts'
import { openDrafts } from './document/drafts.ts'
import { keepHistory } from './document/history.ts'
import { keepDraft } from './document/keep-draft.ts'
import { linkedRecord } from './panes/cluster/record-link.ts'
import { createAnalysis } from './preview/analysis.ts'
import { createCodePreviews } from './preview/code-previews.ts'
import CodeWorker from './preview/code-worker.ts?worker'
import CompareWorker from './preview/compare-worker.ts?worker'
import { createDerived } from './preview/derived.ts'
import { engine } from './preview/engine.ts'
import { createFileComparison } from './preview/file-comparison.ts'
import { createGenuineChecks } from './preview/genuine-checks.ts'
import GenuineWorker from './preview/genuine-worker.ts?worker'
import { learnSizes } from './preview/learn-sizes.ts'
import { createPainted } from './preview/painted.ts'
import { afterEvents } from './ui/after-events.ts'
import { afterTyping } from './ui/after-typing.ts'
// The same letters on every machine: where none of the other fonts is installed, their stand-in is a fifth wider.
import '@fontsource-variable/inter/wght.css'
import './styles/index.css'
import { ErrorBoundary } from './ui/error-boundary.tsx'

const newId = () => crypto.randomUUID()
const shared = await sharedInLink()
const linked = linkedRecord(location.hash)
const drafts = await openDrafts(newId, shared !== null)
const document_ = createDocumentStore({
  clock: Date.now,
  newId,
  initial: { ...(drafts.initial ?? { text: '', samples: [] }), env: drafts.values },
})
let token = takeToken()
const client = bridgeClient(bridgeCalls(() => token))
const bridge = createBridgeStore(client, newId)
const view = createViewStore(browserStorage)
const code = createCodePreviews(() => new CodeWorker())
const derived = createDerived({ document: document_, bridge, code }, engine)
const inPause = afterTyping(window)
const painted = createPainted({ document: document_, derived }, inPause)
const analysis = createAnalysis()
engine.use(({ analyseSamples, requestCode }) => {
  const schedules = { first: inPause, next: afterEvents() }
  analyseSamples({ analysis, document: document_, derived, code }, schedules)
  requestCode({ document: document_, code }, derived)
})
learnSizes({ analysis, bridge })
const openFlow = async (text: string) => (await opening.load()).openFlowText({ document: document_, newId }, text)
const files = createWorkspaceFiles(client, { document: document_, bridge, view, analysis, openFlow })
const genuine = createGenuineChecks(() => new GenuineWorker(), client.prove)
const parts = {
  client,
  document: document_,
  bridge,
  view,
  derived,
  painted,
  analysis,
  history: keepHistory(document_, drafts.id, Date.now),
  code,
  savedCode: createCodePreviews(() => new CodeWorker()),
  journeys: createCodePreviews(() => new CodeWorker()),
  variants: createCodePreviews(() => new CodeWorker()),
  fileComparison: createFileComparison(document_, () => new CompareWorker()),
  genuine,
  files,
  produced: createStore<Produced>()(() => ({})),
  replay: createReplayStore(client, newId),
  newId,
}
const keeper = keepDraft(document_, drafts)
if (shared !== null) {
  // The link leaves the address bar, and a reload shows the draft that was made of it.
  history.replaceState(null, '', location.pathname + location.search)
  const { openShared } = await opening.load()
  const refusal = openShared(parts, shared)
  view.getState().actions.say(refusal ?? 'Opened from a link, as a draft of its own.')
} else if (location.hash.includes('share=')) {
  view.getState().actions.say('The link is not complete: ask for it again, or for the file.')
}

if (linked !== null) {
  const { topic, partition, offset } = linked
  history.replaceState(null, '', location.pathname + location.search)
  view.getState().actions.showCluster('records', topic, { partition, offset })
}
if (drafts.problem !== null) view.getState().actions.warn(drafts.problem)
if (drafts.isCopy) view.getState().actions.say('This draft is open in another tab; this tab works on a copy of it.')

// What was worked on before is shown at once, with no empty panes before it. What cannot be loaded is reported below.
const { text, samples } = document_.getState()
if (text !== '' || samples.length > 0) await design.load().catch(() => {})

const container = document.getElementById('root')
if (container === null) throw new Error('The page has no root element.')
createRoot(container).render(
  <ErrorBoundary fallback={(error, retry) => <ErrorScreen error={error} document={document_} onRetry={retry} />}>
    <DesignerProvider value={parts}>
      <App draftStatus={keeper.status} />
    </DesignerProvider>
  </ErrorBoundary>,
)

await bridge.getState().actions.refresh()
if (linked !== null) {
  const { session, actions } = bridge.getState()
  if (session?.profiles.some(({ name }) => name === linked.profile)) actions.chooseProfile(linked.profile)
  else view.getState().actions.say(`The link is to the profile ${linked.profile}, which this bridge does not have.`)
}
await files.start()
setInterval(() => {
  if (document.visibilityState === 'visible') void files.follow()
}, 2_000)

// A bridge that comes back is noticed by itself; one that is there is asked rarely.
setInterval(() => {
  const { status, clusterError, actions } = bridge.getState()
  if (status !== 'connected') void actions.refresh()
  else if (clusterError !== null) void actions.refreshTopics()
}, 3_000)
setInterval(() => void bridge.getState().actions.refresh(), 15_000)
followHistory(parts)
// Events without a timestamp are dated by now, and not by the hour at which the page was opened.
const moveClock = () => document.visibilityState === 'visible' && document_.getState().actions.moveClock()
setInterval(moveClock, 10 * 60_000)
document.addEventListener('visibilitychange', moveClock)
// The link of a new start, opened in this very tab, changes the fragment only.
addEventListener('hashchange', async () => {
  if ((await sharedInLink()) !== null || linkedRecord(location.hash) !== null) {
    // A link that is opened in this very tab: the page restarts with a draft of its own.
    location.reload()
    return
  }
  token = takeToken()
  void bridge.getState().actions.refresh()
})
addEventListener('focus', () => void bridge.getState().actions.refresh())

/** What the link to this page carries; only such a link needs what unpacks it. */
async function sharedInLink() {
  const { hash } = location
  return hash.includes('share=') ? (await import('./document/share.ts')).unpackShared(hash) : null
}
