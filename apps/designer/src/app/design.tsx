import { lazy, type ReactNode, Suspense } from 'react'
import { Panel, Separator } from 'react-resizable-panels'
import { useView } from '../designer/designer-context.tsx'
import type { Screen } from '../designer/view-store.ts'
import { EditorPane } from '../panes/editor/editor-pane.tsx'
import { PolicySection } from '../panes/editor/policy-section.tsx'
import { FieldsPane } from '../panes/fields/fields-pane.tsx'
import { ProblemsPane } from '../panes/problems/problems-pane.tsx'
import { RecordPane } from '../panes/record/record-pane.tsx'
import { RulesPane } from '../panes/rules/rules-pane.tsx'
import { SamplesPane } from '../panes/samples/samples-pane.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { PaneError } from './error-screen.tsx'
import { KeptGroup } from './kept-group.tsx'
import { useProblemsPane } from './use-problems-pane.ts'
import { useWidth } from './use-width.ts'

const JourneyPane = lazy(() => import('../panes/journey/journey-pane.tsx'))
const MatrixPane = lazy(() => import('../panes/matrix/matrix-pane.tsx'))
const ClusterPane = lazy(() => import('../panes/cluster/cluster-pane.tsx'))

/** Which pane sits where. */
export default function Design() {
  const width = useWidth()
  if (width <= 980) return <OnePane />
  return width <= 1240 ? <NarrowColumns /> : <Columns />
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
const journey = guarded(
  'Journey',
  <Suspense fallback={<p className="empty-note">Loading the journey…</p>}>
    <JourneyPane samples={samples} Policy={PolicySection} />
  </Suspense>,
)
const matrix = guarded(
  'Matrix',
  <Suspense fallback={<p className="empty-note">Loading the matrix…</p>}>
    <MatrixPane />
  </Suspense>,
)
const cluster = guarded(
  'Cluster',
  <Suspense fallback={<p className="empty-note">Loading the cluster…</p>}>
    <ClusterPane />
  </Suspense>,
)

/** What takes the place of the panes to design in. */
function wholeScreen(screen: Screen): ReactNode {
  if (screen === 'design') return null
  if (screen === 'journey') return journey
  return screen === 'matrix' ? matrix : cluster
}

function Columns() {
  const screen = useView((state) => state.screen)
  const hasProblemsPane = useProblemsPane()
  return (
    <KeptGroup className="columns" orientation="vertical" id="rows">
      <Panel id="work" minSize="240px">
        {wholeScreen(screen) ?? <WideColumns />}
      </Panel>
      {hasProblemsPane && <Separator className="splitter" aria-label="Height of problems" />}
      {hasProblemsPane && (
        <Panel id="problems" defaultSize={innerHeight <= 800 ? '100px' : '166px'} minSize="66px">
          {problems}
        </Panel>
      )}
    </KeptGroup>
  )
}

function WideColumns() {
  return (
    <KeptGroup orientation="horizontal" id="columns">
      <Panel id="left" defaultSize="244px" minSize="220px">
        <LeftColumn />
      </Panel>
      <Separator className="splitter" aria-label="Width of samples" />
      <Panel id="rules" defaultSize="180px" minSize="140px">
        {rules}
      </Panel>
      <Separator className="splitter" aria-label="Width of rules" />
      <Panel id="editor" minSize="380px">
        {editor}
      </Panel>
      <Separator className="splitter" aria-label="Width of the record" />
      <Panel id="record" defaultSize={innerWidth >= 1680 ? '600px' : '420px'} minSize="340px">
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
  const hasProblemsPane = useProblemsPane()
  return (
    <KeptGroup className="columns" orientation="vertical" id="rows-narrow">
      <Panel id="work" minSize="240px">
        {wholeScreen(screen) ?? <ThreeColumns />}
      </Panel>
      {hasProblemsPane && <Separator className="splitter" aria-label="Height of problems" />}
      {hasProblemsPane && (
        <Panel id="problems" defaultSize="120px" minSize="66px">
          {problems}
        </Panel>
      )}
    </KeptGroup>
  )
}

function ThreeColumns() {
  return (
    <KeptGroup orientation="horizontal" id="columns-narrow">
      <Panel id="left" defaultSize="240px" minSize="220px">
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
      <Panel id="record" defaultSize="364px" minSize="340px">
        {record}
      </Panel>
    </KeptGroup>
  )
}

function OnePane() {
  const pane = useView((state) => state.pane)
  const screen = useView((state) => state.screen)
  const whole = wholeScreen(screen)
  if (whole !== null) return whole
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
