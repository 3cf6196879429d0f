import { List, ListTree, SquareChartGantt, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { EditorPane } from '../panes/editor/editor-pane.tsx'
import { FieldsPane } from '../panes/fields/fields-pane.tsx'
import { MatrixPane } from '../panes/matrix/matrix-pane.tsx'
import { ProblemsPane } from '../panes/problems/problems-pane.tsx'
import { ProduceDrawer } from '../panes/produce/produce-drawer.tsx'
import { RecordPane } from '../panes/record/record-pane.tsx'
import { RulesPane } from '../panes/rules/rules-pane.tsx'
import { SamplesPane } from '../panes/samples/samples-pane.tsx'
import { useCodeRequests, useProblems } from '../preview/use-preview.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { ConflictBar } from './conflict-bar.tsx'
import { useDesigner, useDocument, useView } from './designer-context.tsx'
import { PaneError } from './error-screen.tsx'
import { FirstRun } from './first-run.tsx'
import { HistoryDialog } from './history-dialog.tsx'
import { KeptGroup } from './kept-group.tsx'
import { OfferBar } from './offer-bar.tsx'
import { Palette } from './palette.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { TrustBar } from './trust-bar.tsx'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useProblemKeys } from './use-problem-keys.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useThemeAttribute } from './use-theme.ts'
import type { Pane } from './view-store.ts'

/** Which pane sits where. */
export function App({ isSaved }: { isSaved: () => boolean }) {
  useThemeAttribute()
  useShortcuts()
  useCodeRequests()
  useProblemKeys()
  useLeaveGuard(isSaved)
  const isFirstRun = useDocument((state) => state.samples.length === 0 && state.text === '')
  const saved = useSaved(isSaved)
  return (
    <div className="app">
      {!isFirstRun && <SkipLink />}
      <TopBar isFirstRun={isFirstRun} />
      <main>
        <ConflictBar />
        <OfferBar />
        <TrustBar />
        {isFirstRun ? <FirstRun /> : <Design />}
      </main>
      <StatusBar isSaved={saved} />
      {!isFirstRun && <BottomBar />}
      <ProduceDrawer />
      <Palette />
      <ShortcutsSheet />
      <ShareDialog />
      <HistoryDialog />
    </div>
  )
}

function SkipLink() {
  const { view } = useDesigner()
  const pane = useView((state) => state.pane)
  const screen = useView((state) => state.screen)
  // On a phone the record is there only while it is the pane that is shown.
  if ((useWidth() <= 720 && pane !== 'record') || screen === 'matrix') return null
  return (
    <a className="skip" href="#record" onClick={() => view.getState().set({ pane: 'record' })}>
      Skip to the record
    </a>
  )
}

function useSaved(isSaved: () => boolean): boolean {
  const { document } = useDesigner()
  const [saved, setSaved] = useState(isSaved)
  useEffect(() => {
    const look = () => setSaved(isSaved())
    const timer = setInterval(look, 500)
    const stop = document.subscribe(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [document, isSaved])
  return saved
}

function Design() {
  const width = useWidth()
  if (width <= 720) return <OnePane />
  return width <= 1240 ? <NarrowColumns /> : <Columns />
}

function useWidth(): number {
  return useSyncExternalStore(
    (onChange) => {
      addEventListener('resize', onChange)
      return () => removeEventListener('resize', onChange)
    },
    () => innerWidth,
  )
}

function guarded(name: string, pane: ReactNode) {
  return (
    <ErrorBoundary key={name} fallback={(error, retry) => <PaneError name={name} error={error} onRetry={retry} />}>
      {pane}
    </ErrorBoundary>
  )
}

const samples = guarded('Samples', <SamplesPane />)
const fields = guarded('Fields', <FieldsPane />)
const rules = guarded('Rules', <RulesPane />)
const editor = guarded('Editor', <EditorPane />)
const record = guarded('Record', <RecordPane />)
const problems = guarded('Problems', <ProblemsPane />)
const matrix = guarded('Matrix', <MatrixPane />)

function Columns() {
  const screen = useView((state) => state.screen)
  return (
    <KeptGroup className="columns" orientation="vertical" id="rows">
      <Panel id="work" minSize="240px">
        {screen === 'matrix' ? matrix : <WideColumns />}
      </Panel>
      <Separator className="splitter" aria-label="Height of problems" />
      <Panel id="problems" defaultSize={innerHeight <= 800 ? '100px' : '166px'} minSize="66px">
        {problems}
      </Panel>
    </KeptGroup>
  )
}

function WideColumns() {
  return (
    <KeptGroup orientation="horizontal" id="columns">
      <Panel id="left" defaultSize="256px" minSize="220px">
        <LeftColumn />
      </Panel>
      <Separator className="splitter" aria-label="Width of samples" />
      <Panel id="rules" defaultSize="200px" minSize="160px">
        {rules}
      </Panel>
      <Separator className="splitter" aria-label="Width of rules" />
      <Panel id="editor" minSize="380px">
        {editor}
      </Panel>
      <Separator className="splitter" aria-label="Width of the record" />
      <Panel id="record" defaultSize={innerWidth >= 1680 ? '600px' : '480px'} minSize="340px">
        {record}
      </Panel>
    </KeptGroup>
  )
}

function LeftColumn() {
  return (
    <KeptGroup orientation="vertical" id="left-rows">
      <Panel id="samples" minSize="120px">
        {samples}
      </Panel>
      <Separator className="splitter" aria-label="Height of samples" />
      <Panel id="fields" minSize="120px">
        {fields}
      </Panel>
    </KeptGroup>
  )
}

function NarrowColumns() {
  const screen = useView((state) => state.screen)
  return (
    <KeptGroup className="columns" orientation="vertical" id="rows-narrow">
      <Panel id="work" minSize="240px">
        {screen === 'matrix' ? matrix : <ThreeColumns />}
      </Panel>
      <Separator className="splitter" aria-label="Height of problems" />
      <Panel id="problems" defaultSize="120px" minSize="66px">
        {problems}
      </Panel>
    </KeptGroup>
  )
}

function ThreeColumns() {
  return (
    <KeptGroup orientation="horizontal" id="columns-narrow">
      <Panel id="left" defaultSize="240px" minSize="200px">
        <LeftColumn />
      </Panel>
      <Separator className="splitter" aria-label="Width of samples" />
      <Panel id="middle" minSize="300px">
        <KeptGroup orientation="vertical" id="middle-rows">
          <Panel id="rules" defaultSize="34%" minSize="80px">
            {rules}
          </Panel>
          <Separator className="splitter" aria-label="Height of rules" />
          <Panel id="editor" minSize="160px">
            {editor}
          </Panel>
        </KeptGroup>
      </Panel>
      <Separator className="splitter" aria-label="Width of the record" />
      <Panel id="record" defaultSize="364px" minSize="300px">
        {record}
      </Panel>
    </KeptGroup>
  )
}

function OnePane() {
  const pane = useView((state) => state.pane)
  const screen = useView((state) => state.screen)
  if (screen === 'matrix') return matrix
  switch (pane) {
    case 'samples':
      return (
        <KeptGroup orientation="vertical" className="columns" id="phone-samples">
          <Panel id="samples">{samples}</Panel>
          <Separator className="splitter" aria-label="Height of samples" />
          <Panel id="fields">{fields}</Panel>
        </KeptGroup>
      )
    case 'rules':
      return (
        <KeptGroup orientation="vertical" className="columns" id="phone-rules">
          <Panel id="rules" defaultSize="38%">
            {rules}
          </Panel>
          <Separator className="splitter" aria-label="Height of rules" />
          <Panel id="editor">{editor}</Panel>
        </KeptGroup>
      )
    case 'record':
      return record
    case 'problems':
      return problems
  }
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
          onClick={() => view.getState().set({ pane, screen: 'design' })}
        >
          <Icon className="icon" aria-hidden />
          {label}
          {pane === 'problems' && count > 0 && <span className="badge">{count}</span>}
        </button>
      ))}
    </nav>
  )
}
