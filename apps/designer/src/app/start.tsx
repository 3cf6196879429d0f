import { createRoot } from 'react-dom/client'
import { takeToken } from '../bridge/take-token.ts'
import { type DesignerParts, DesignerProvider } from '../designer/designer-context.tsx'
import { type Drafts, openDrafts } from '../document/drafts.ts'
import { type DraftStatus, keepDraft } from '../document/keep-draft.ts'
import { type LinkedRecord, linkedRecord } from '../panes/cluster/record-link.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { App, design } from './app.tsx'
import { createParts } from './create-parts.ts'
import { ErrorScreen } from './error-screen.tsx'
import { followHistory } from './follow-history.ts'
import { opening } from './opening.ts'

/** Starts the page. No module waits for anything itself: whatever imports it would wait too, and this waits for some of those. */
export async function start(): Promise<void> {
  const newId = () => crypto.randomUUID()
  const shared = await sharedInLink()
  const linked = linkedRecord(location.hash)
  const drafts = await openDrafts(newId, shared !== null)
  let token = takeToken()
  const parts = createParts(drafts, () => token, newId)
  const keeper = keepDraft(parts.document, drafts)
  await openLink(parts, shared, linked)
  sayDraft(parts, drafts)
  await show(parts, keeper.status)
  await parts.bridge.getState().actions.refresh()
  if (linked !== null) chooseLinkedProfile(parts, linked)
  await parts.files.start()
  keepUpToDate(parts)
  followHistory(parts)
  // The link of a new start, opened in this very tab, changes the fragment only.
  addEventListener('hashchange', async () => {
    if ((await sharedInLink()) !== null || linkedRecord(location.hash) !== null) {
      // A link that is opened in this very tab: the page restarts with a draft of its own.
      location.reload()
      return
    }
    token = takeToken()
    void parts.bridge.getState().actions.refresh()
  })
}

/** What the link to this page carries; only such a link needs what unpacks it. */
async function sharedInLink() {
  const { hash } = location
  return hash.includes('share=') ? (await import('../document/share.ts')).unpackShared(hash) : null
}

type Shared = Awaited<ReturnType<typeof sharedInLink>>

async function openLink(parts: DesignerParts, shared: Shared, linked: LinkedRecord | null): Promise<void> {
  const { actions } = parts.view.getState()
  if (shared !== null) {
    // The link leaves the address bar, and a reload shows the draft that was made of it.
    history.replaceState(null, '', location.pathname + location.search)
    const { openShared } = await opening.load()
    const refusal = openShared(parts, shared)
    actions.say(refusal ?? 'Opened from a link, as a draft of its own.')
  } else if (location.hash.includes('share=')) {
    actions.say('The link is not complete: ask for it again, or for the file.')
  }
  if (linked === null) return
  const { topic, partition, offset } = linked
  history.replaceState(null, '', location.pathname + location.search)
  actions.showCluster('records', topic, { partition, offset })
}

function sayDraft({ view }: DesignerParts, { problem, isCopy }: Drafts): void {
  const { actions } = view.getState()
  if (problem !== null) actions.warn(problem)
  if (isCopy) actions.say('This draft is open in another tab; this tab works on a copy of it.')
}

async function show(parts: DesignerParts, draftStatus: () => DraftStatus): Promise<void> {
  // What was worked on before is shown at once, with no empty panes before it. What cannot be loaded is reported below.
  const { text, samples } = parts.document.getState()
  if (text !== '' || samples.length > 0) await design.load().catch(() => {})
  const container = document.getElementById('root')
  if (container === null) throw new Error('The page has no root element.')
  createRoot(container).render(
    <ErrorBoundary fallback={(error, retry) => <ErrorScreen error={error} document={parts.document} onRetry={retry} />}>
      <DesignerProvider value={parts}>
        <App draftStatus={draftStatus} />
      </DesignerProvider>
    </ErrorBoundary>,
  )
}

function chooseLinkedProfile({ bridge, view }: DesignerParts, { profile }: LinkedRecord): void {
  const { session, actions } = bridge.getState()
  if (session?.profiles.some(({ name }) => name === profile)) actions.chooseProfile(profile)
  else view.getState().actions.say(`The link is to the profile ${profile}, which this bridge does not have.`)
}

function keepUpToDate({ bridge, document: { getState }, files }: DesignerParts): void {
  setInterval(() => {
    if (document.visibilityState === 'visible') void files.follow()
  }, 2_000)
  // A bridge that comes back is noticed by itself; one that is there is looked at rarely.
  setInterval(() => {
    const { status, clusterError, actions } = bridge.getState()
    if (status !== 'connected') void actions.refresh()
    else if (clusterError !== null) void actions.refreshTopics()
  }, 3_000)
  setInterval(() => void bridge.getState().actions.refresh(), 15_000)
  // Events without a timestamp are dated by now, and not by the hour at which the page was opened.
  const moveClock = () => document.visibilityState === 'visible' && getState().actions.moveClock()
  setInterval(moveClock, 10 * 60_000)
  document.addEventListener('visibilitychange', moveClock)
  addEventListener('focus', () => void bridge.getState().actions.refresh())
}
