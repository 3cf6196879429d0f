import { List, ListTree, SquareChartGantt, TriangleAlert } from 'lucide-react'
import { type ComponentType, type LazyExoticComponent, Suspense, useEffect, useRef } from 'react'
import { AfterPaint, useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useProblems } from '../designer/use-preview.ts'
import { useThemeAttribute } from '../designer/use-theme.ts'
import type { Overlay, Pane } from '../designer/view-state.ts'
import type { DraftStatus } from '../document/keep-draft.ts'
import { engine } from '../preview/engine.ts'
import { later, lazyLater, lazyPart, loadAllLater } from '../ui/later.ts'
import { onePane, useWidth } from '../ui/use-width.ts'
import { ConflictBar } from './conflict-bar.tsx'
import { FirstRun } from './first-run.tsx'
import { useKeptFocus, useSentFocus } from './keep-focus.ts'
import { OfferBar } from './offer-bar.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { TrustBar } from './trust-bar.tsx'
import { commands, useShortcuts } from './use-shortcuts.ts'

/** The page: its bar, what is in the middle, and what may lie over it. */
export function App({ draftStatus }: { draftStatus: () => DraftStatus }) {
  useThemeAttribute()
  useShortcuts()
  useKeptFocus()
  useSentFocus()
  useContextMenus()
  useEffect(() => {
    // The panes know of further parts.
    void loadAllLater().then(loadAllLater)
  }, [])
  const isEmpty = useDocument((state) => state.samples.length === 0 && state.text === '')
  // The link to a record leads to the cluster, whatever there is to design.
  const isFirstRun = useView((state) => state.clusterRecord === null) && isEmpty
  return (
    <div className="app">
      {!isFirstRun && <SkipLink />}
      <AfterPaint>
        <TopBar isFirstRun={isFirstRun} />
      </AfterPaint>
      <main>
        <AfterPaint>
          <ConflictBar />
          <OfferBar />
          <TrustBar />
        </AfterPaint>
        {isFirstRun ? (
          <FirstRun />
        ) : (
          <Suspense fallback={<p className="empty-note">Loading…</p>}>
            <Design />
          </Suspense>
        )}
      </main>
      <AfterPaint>
        <StatusBar draftStatus={draftStatus} />
      </AfterPaint>
      {!isFirstRun && <BottomBar />}
      <Overlays />
      <OpenedMenu />
      {!isFirstRun && <TakenTour />}
    </div>
  )
}

const contextMenus = later(() => import('./context-menus.ts'))
const ContextMenu = lazyLater(() => import('./context-menu.tsx'))

/** A right click, Shift+F10 and the menu key open the commands of the thing there. */
function useContextMenus(): void {
  const parts = useDesigner()
  useEffect(() => {
    const open = (event: MouseEvent) => contextMenus.use((menus) => menus.openContextMenu(parts, event))
    addEventListener('contextmenu', open)
    return () => removeEventListener('contextmenu', open)
  }, [parts])
}

function OpenedMenu() {
  const isOpen = useView((state) => state.menu !== null)
  if (!isOpen) return null
  return (
    <Suspense fallback={null}>
      <ContextMenu />
    </Suspense>
  )
}

function TakenTour() {
  const isTaken = useView((state) => state.tourStep !== null)
  if (!isTaken) return null
  return (
    <Suspense fallback={null}>
      <Tour />
    </Suspense>
  )
}

// The first page comes alone; what is over the page follows, and is painted when somebody asks for it.
export const design = later(async () => {
  const [panes] = await Promise.all([import('./design.tsx'), engine.load(), commands.load()])
  return panes
})
const Design = lazyPart(design)
const Tour = lazyLater(() => import('./tour.tsx'))
const ProduceDrawer = lazyLater(() => import('../panes/produce/produce-drawer.tsx'))
const overlays: Record<Overlay, LazyExoticComponent<ComponentType>> = {
  palette: lazyLater(() => import('./palette.tsx')),
  shortcuts: lazyLater(() => import('./shortcuts-sheet.tsx')),
  share: lazyLater(() => import('./share-dialog.tsx')),
  history: lazyLater(() => import('./history-dialog.tsx')),
  event: lazyLater(() => import('./event-dialog.tsx')),
  propose: lazyLater(() => import('./propose-dialog.tsx')),
}

/** What was opened once stays, so that it can close as it should. */
function Overlays() {
  const overlay = useView((state) => state.overlay)
  const isProduceOpen = useView((state) => state.isProduceOpen)
  const wasProduceOpen = useRef(false)
  const opened = useRef(new Set<Overlay>())
  wasProduceOpen.current ||= isProduceOpen
  if (overlay !== null) opened.current.add(overlay)
  return (
    <Suspense fallback={null}>
      {wasProduceOpen.current && <ProduceDrawer />}
      {[...opened.current].map((name) => {
        const Dialog = overlays[name]
        return <Dialog key={name} />
      })}
    </Suspense>
  )
}

function SkipLink() {
  const { view } = useDesigner()
  const pane = useView((state) => state.pane)
  const screen = useView((state) => state.screen)
  // On a phone the record is there only while it is the pane that is shown.
  if ((useWidth() <= onePane && pane !== 'record') || screen !== 'design') return null
  return (
    <a className="skip" href="#record" onClick={() => view.getState().actions.show('record')}>
      Skip to the record
    </a>
  )
}

const tabs: { pane: Pane; label: string; Icon: typeof List }[] = [
  { pane: 'samples', label: 'Samples', Icon: List },
  { pane: 'rules', label: 'Rules', Icon: ListTree },
  { pane: 'record', label: 'Record', Icon: SquareChartGantt },
  { pane: 'problems', label: 'Problems', Icon: TriangleAlert },
]

function BottomBar() {
  const { view } = useDesigner()
  const current = useView((state) => state.pane)
  const screen = useView((state) => state.screen)
  const count = useProblems().length
  return (
    <nav className="bottom-bar" aria-label="Panes">
      {tabs.map(({ pane, label, Icon }) => (
        <button
          key={pane}
          type="button"
          aria-current={screen === 'design' && pane === current ? 'page' : undefined}
          onClick={() => view.getState().actions.show(pane)}
        >
          <Icon className="icon" aria-hidden />
          {label}
          {pane === 'problems' && count > 0 && <span className="badge">{count}</span>}
        </button>
      ))}
    </nav>
  )
}
