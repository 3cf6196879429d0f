import { type ReactNode, Suspense } from 'react'
import { AfterPaint, useView } from '../designer/designer-context.tsx'
import type { Pane } from '../designer/view-state.ts'
import { EditorPane } from '../panes/editor/editor-pane.tsx'
import { SourceMapping } from '../panes/editor/source-mapping.tsx'
import { FieldsPane } from '../panes/fields/fields-pane.tsx'
import { ProblemsPane } from '../panes/problems/problems-pane.tsx'
import { RecordPane } from '../panes/record/record-pane.tsx'
import { RulesPane } from '../panes/rules/rules-pane.tsx'
import { SamplesPane } from '../panes/samples/samples-pane.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { lazyLater } from '../ui/later.ts'
import { PaneSlots, Slot } from '../ui/pane-slots.tsx'
import { onePane, useIsLow, useWidth } from '../ui/use-width.ts'
import { PaneError } from './error-screen.tsx'
import { Split } from './split.tsx'
import { useProblemsPane } from './use-problems-pane.ts'

const JourneyPane = lazyLater(() => import('../panes/journey/journey-pane.tsx'))
const MatrixPane = lazyLater(() => import('../panes/matrix/matrix-pane.tsx'))
const ReviewPane = lazyLater(() => import('../panes/review/review-pane.tsx'))
const ClusterPane = lazyLater(() => import('../panes/cluster/cluster-pane.tsx'))

function guarded(name: string, pane: ReactNode) {
  return (
    <ErrorBoundary key={name} fallback={(error, retry) => <PaneError name={name} error={error} onRetry={retry} />}>
      {pane}
    </ErrorBoundary>
  )
}

function loaded(name: string, pane: ReactNode) {
  return guarded(
    name,
    <Suspense fallback={<p className="empty-note">Loading the {name.toLowerCase()}…</p>}>{pane}</Suspense>,
  )
}

/** A pane that is not looked at while typing elsewhere. */
const beside = (name: string, pane: ReactNode) => <AfterPaint key={name}>{guarded(name, pane)}</AfterPaint>

const samples = beside('Samples', <SamplesPane />)
const panes = {
  samples,
  fields: beside('Fields', <FieldsPane />),
  rules: beside('Rules', <RulesPane />),
  editor: guarded('Editor', <EditorPane />),
  record: guarded('Record', <RecordPane />),
  problems: beside('Problems', <ProblemsPane />),
  journey: loaded('Journey', <JourneyPane samples={samples} SourceMapping={SourceMapping} />),
  review: loaded('Review', <ReviewPane matrix={<MatrixPane />} />),
  cluster: loaded('Cluster', <ClusterPane />),
}
type SlotName = keyof typeof panes
const slot = (name: SlotName) => <Slot key={name} pane={name} />

const leftColumn = (
  <Split
    id="left-rows"
    orientation="vertical"
    areas={[
      { id: 'samples', minSize: '120px', children: slot('samples') },
      { id: 'fields', edge: 'Height of samples', minSize: '120px', children: slot('fields') },
    ]}
  />
)

/** Which pane sits where. Screens and panes stay as they are while others are shown, and when the window gets wider or narrower. */
export default function Design() {
  const width = useWidth()
  const screen = useView((state) => state.screen)
  const pane = useView((state) => state.pane)
  const isOnePane = width <= onePane
  const hasProblems = useProblemsPane() && !isOnePane
  const isNarrow = width <= 1240
  const height = isNarrow ? '120px' : innerHeight <= 800 ? '100px' : '166px'
  const shown = screen !== 'design' ? [screen] : isOnePane ? shownOnPhone[pane] : everyPane
  return (
    <PaneSlots panes={panes} shown={hasProblems ? [...shown, 'problems'] : shown}>
      <Split
        className="columns"
        orientation="vertical"
        id={isNarrow ? 'rows-narrow' : 'rows'}
        areas={[
          {
            id: 'work',
            minSize: '240px',
            children: screen === 'design' ? <DesignPanes width={width} /> : slot(screen),
          },
          hasProblems && {
            id: 'problems',
            edge: 'Height of problems',
            defaultSize: height,
            minSize: '66px',
            children: slot('problems'),
          },
        ]}
      />
    </PaneSlots>
  )
}

const everyPane: readonly SlotName[] = ['samples', 'fields', 'rules', 'editor', 'record']

function DesignPanes({ width }: { width: number }) {
  const pane = useView((state) => state.pane)
  if (width <= onePane) return <OnePane pane={pane} isWide={width >= 600} />
  return width <= 1240 ? <ThreeColumns /> : <FourColumns />
}

/** A low window has room for rules and their form beside each other alone. */
function OnePane({ pane, isWide }: { pane: Pane; isWide: boolean }) {
  const isLow = useIsLow()
  return pane === 'rules' && isLow && isWide ? lowRules : phonePanes[pane]
}

const recordArea = (defaultSize: string) => ({
  id: 'record',
  rail: 'Record',
  edge: 'Width of the record',
  defaultSize,
  minSize: '340px',
  children: slot('record'),
})

function FourColumns() {
  return (
    <Split
      id="columns"
      orientation="horizontal"
      areas={[
        { id: 'left', rail: 'Samples, Fields', defaultSize: '244px', minSize: '220px', children: leftColumn },
        {
          id: 'rules',
          rail: 'Rules',
          edge: 'Width of samples',
          defaultSize: '180px',
          minSize: '140px',
          children: slot('rules'),
        },
        { id: 'editor', edge: 'Width of rules', minSize: '380px', children: slot('editor') },
        recordArea(innerWidth >= 1680 ? '600px' : '420px'),
      ]}
    />
  )
}

function ThreeColumns() {
  return (
    <Split
      id="columns-narrow"
      orientation="horizontal"
      areas={[
        { id: 'left', rail: 'Samples, Fields', defaultSize: '240px', minSize: '220px', children: leftColumn },
        { id: 'middle', edge: 'Width of samples', minSize: '300px', children: middleColumn },
        recordArea('364px'),
      ]}
    />
  )
}

const middleColumn = (
  <Split
    id="middle-rows"
    orientation="vertical"
    areas={[
      { id: 'rules', defaultSize: '34%', minSize: '80px', children: slot('rules') },
      { id: 'editor', edge: 'Height of rules', minSize: '160px', children: slot('editor') },
    ]}
  />
)

const phonePanes: Record<Pane, ReactNode> = {
  samples: (
    <Split
      id="phone-samples"
      orientation="vertical"
      className="columns"
      areas={[
        { id: 'samples', children: slot('samples') },
        { id: 'fields', edge: 'Height of samples', children: slot('fields') },
      ]}
    />
  ),
  rules: (
    <Split
      id="phone-rules"
      orientation="vertical"
      className="columns"
      areas={[
        { id: 'rules', defaultSize: '24%', minSize: '100px', children: slot('rules') },
        { id: 'editor', edge: 'Height of rules', children: slot('editor') },
      ]}
    />
  ),
  record: slot('record'),
  problems: slot('problems'),
}

const lowRules = (
  <Split
    id="phone-rules-low"
    orientation="horizontal"
    className="columns"
    areas={[
      { id: 'rules', rail: 'Rules', defaultSize: '180px', minSize: '120px', children: slot('rules') },
      { id: 'editor', edge: 'Width of rules', minSize: '320px', children: slot('editor') },
    ]}
  />
)

const shownOnPhone: Record<Pane, readonly SlotName[]> = {
  samples: ['samples', 'fields'],
  rules: ['rules', 'editor'],
  record: ['record'],
  problems: ['problems'],
}
