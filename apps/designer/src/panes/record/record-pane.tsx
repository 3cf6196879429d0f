import { byteLength, headerPairs, reasonOf } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, Outcome } from '@mapping-designer/shared-types'
import { lazy, memo, type ReactNode, Suspense, useId } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { AfterPaint, useDesigner, useView } from '../../designer/designer-context.tsx'
import { usePlan, usePreview } from '../../designer/use-preview.ts'
import type { RecordTab } from '../../designer/view-state.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { stateOf } from '../../preview/describe.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { DiffTab } from './diff-tab.tsx'
import { GenuineDifference, ProofOfRecord, useProof } from './genuine-badge.tsx'
import { MetaStrip } from './meta-strip.tsx'
import { ProducedLine } from './produced-line.tsx'
import { RecordHead } from './record-head.tsx'
import { TestLine } from './test-line.tsx'
import { ValueTab } from './value-tab.tsx'
import { VersionNotice } from './version-menu.tsx'
import { ConsentSwitch, useWhatIf, WhatIf } from './what-if.tsx'
import { WhyTab } from './why-tab.tsx'
import { WireTab } from './wire-tab.tsx'

const WhyBefore = lazy(() => import('../../journey/why-before.tsx'))

// What is beside the record follows it in the next pause of typing. Elements that stay the same are not rendered with what is around them.
const afterPaint = (inside: ReactNode) => <AfterPaint>{inside}</AfterPaint>
const versionNotice = afterPaint(<VersionNotice />)
const testLine = afterPaint(
  <>
    <TestLine />
    <ProducedLine />
  </>,
)
const consentSwitch = afterPaint(<ConsentSwitch />)

/** The Kafka record of the selected sample, or why there is none. */
export function RecordPane() {
  const preview = usePreview()
  const title = useId()
  const proof = useProof(preview)
  return (
    <ProofOfRecord value={proof}>
      <section className="pane" aria-labelledby={title} data-pane="record" id="record">
        <RecordHead
          id={title}
          {...(preview && stateOf(preview))}
          isAssumed={preview?.explanation?.outcome.assumed !== undefined}
          isLate={preview?.isPending === true}
          canCopy={hasRecord(preview)}
        />
        {versionNotice}
        {proof.check?.verdict === 'different' && <GenuineDifference check={proof.check} />}
        {preview ? <RecordBody preview={preview} /> : <p className="empty-note">Select a sample to see its record.</p>}
      </section>
    </ProofOfRecord>
  )
}

function RecordBody({ preview }: { preview: SamplePreview }) {
  const isConsentChosen = useView((state) => state.whatIf !== null)
  if (preview.explanation === null && preview.isPending) return <Starting />
  if (preview.explanation === null) {
    return (
      <div className="notice tone-err" role="alert">
        <span>
          <b>No record:</b> {preview.error}
        </span>
      </div>
    )
  }
  const { outcome } = preview.explanation
  const record = 'record' in outcome ? outcome.record : null
  const tabs = (
    <RecordTabs
      hasRecord={record !== null}
      valueBytes={record ? byteLength(record.value) : 0}
      keyBytes={record ? byteLength(record.key) : 0}
      headers={record ? Object.keys(record.headers).length : 0}
    />
  )
  return (
    <div className="record-body">
      <div className="record-about">
        {record && 'send' in outcome && (
          <MetaStrip
            sample={preview.sample.id}
            record={record}
            compression={outcome.send.compression}
            explanation={preview.explanation}
          />
        )}
        {testLine}
        {consentSwitch}
        {outcome.kind !== 'message' && <OutcomeNotice outcome={outcome} />}
      </div>
      <div className="record-inside">
        {isConsentChosen ? afterPaint(<OtherConsent outcome={outcome} otherwise={tabs} />) : tabs}
      </div>
    </div>
  )
}

/** The first event of all: the sandbox for functions takes a moment to start. */
function Starting() {
  const runsCode = usePlan()?.runsCode
  return <p className="empty-note">{runsCode ? 'The sandbox for functions is starting…' : 'Evaluating the event…'}</p>
}

/** What another consent makes of the event, or the tabs. */
function OtherConsent({ outcome, otherwise }: { outcome: Outcome; otherwise: ReactNode }) {
  const { chosen } = useWhatIf()
  return chosen === undefined ? otherwise : <WhatIf state={chosen} sent={outcome} />
}

// The tabs stay as they are while the record in them changes.
const RecordTabs = memo(function RecordTabs({
  hasRecord,
  valueBytes,
  keyBytes,
  headers,
}: {
  hasRecord: boolean
  valueBytes: number
  keyBytes: number
  headers: number
}) {
  const { view } = useDesigner()
  const tab = useView((state) => state.recordTab)
  return (
    <Tabs
      className="pane"
      selectedKey={hasRecord || tab === 'diff' ? tab : 'why'}
      onSelectionChange={(key) => view.getState().actions.chooseRecordTab(key as RecordTab)}
    >
      <TabList className="tabs" aria-label="Record details">
        {hasRecord && (
          <>
            <Tab id="value">
              Value <span className="faint">{formatBytes(valueBytes)}</span>
            </Tab>
            <Tab id="key">
              Key <span className="faint">{formatBytes(keyBytes)}</span>
            </Tab>
            <Tab id="headers">
              Headers <span className="faint">{headers}</span>
            </Tab>
          </>
        )}
        <Tab id="why">Why</Tab>
        {hasRecord && <Tab id="wire">Wire</Tab>}
        <Tab id="diff">Diff</Tab>
      </TabList>
      {hasRecord && <RecordPanels />}
      <TabPanel id="why" className="scroll">
        <WhyPanel />
      </TabPanel>
      <TabPanel id="diff" className="scroll">
        <DiffPanel />
      </TabPanel>
    </Tabs>
  )
})

function WhyPanel() {
  const explanation = usePreview()?.explanation
  const { view } = useDesigner()
  if (!explanation) return null
  return (
    <>
      <div className="toolbar">
        <button type="button" className="link push" onClick={() => view.getState().actions.showScreen('journey')}>
          Open journey
        </button>
      </div>
      {explanation.journey && (
        <Suspense fallback={<p className="empty-note">Following the event…</p>}>
          <WhyBefore />
        </Suspense>
      )}
      <WhyTab explanation={explanation} />
    </>
  )
}

function DiffPanel() {
  const preview = usePreview()
  return preview ? <DiffTab preview={preview} /> : null
}

/** The record on screen, for the panels that show it. */
function useRecord(): KafkaRecord | null {
  const outcome = usePreview()?.explanation?.outcome
  return outcome && 'record' in outcome ? outcome.record : null
}

function OutcomeNotice({ outcome }: { outcome: Exclude<Outcome, { kind: 'message' }> }) {
  const tone = outcome.kind === 'ignored' || outcome.kind === 'denied' ? 'warn' : 'err'
  const start = outcome.kind === 'undeliverable' ? 'Kafka must refuse this record:' : 'No record:'
  return (
    <div className={`notice tone-${tone}`}>
      <ToneIcon tone={tone} />
      <span>
        <b>{start}</b> <Sentence text={reasonOf(outcome)} />
      </span>
    </div>
  )
}

const panels: Record<string, { className: string; show(record: KafkaRecord): ReactNode }> = {
  value: { className: 'pane', show: ({ value }) => <ValueTab value={value} /> },
  key: { className: 'scroll', show: ({ key }) => <KeyPanel text={key} /> },
  wire: { className: 'scroll', show: (record) => <WireTab record={record} /> },
  headers: { className: 'scroll', show: ({ headers }) => <HeadersPanel headers={headers} /> },
}

// Each panel follows the record by itself, so that a key renders the one that is shown.
const RecordPanels = memo(function RecordPanels() {
  return Object.entries(panels).map(([id, { className, show }]) => (
    <TabPanel key={id} id={id} className={className}>
      <OfRecord show={show} />
    </TabPanel>
  ))
})

function OfRecord({ show }: { show(record: KafkaRecord): ReactNode }) {
  const record = useRecord()
  return record && show(record)
}

function KeyPanel({ text }: { text: string }) {
  return (
    <>
      <div className="toolbar">
        <span className="faint">{text === '' ? 'The key is the empty text: a key like any other.' : 'UTF-8 text'}</span>
        <span className="push" />
        <CopyButton text={text} label="Copy key" />
      </div>
      <JsonView text={text} label="Key" />
    </>
  )
}

function HeadersPanel({ headers }: Pick<KafkaRecord, 'headers'>) {
  return (
    <table className="pairs" aria-label="Headers">
      <TableHead titles={['Header', 'Value', 'Size']} />
      <tbody>
        {headerPairs(headers).map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand several times
          <tr key={index}>
            <td>
              <code>{name}</code>
            </td>
            <td>
              <code>{value}</code>
              {value === '' && <span className="tag">empty</span>}
            </td>
            <td className="faint">{formatBytes(byteLength(value))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function hasRecord(preview: SamplePreview | undefined): boolean {
  const outcome = preview?.explanation?.outcome
  return outcome !== undefined && 'record' in outcome && preview?.event !== null
}
