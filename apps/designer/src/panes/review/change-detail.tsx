import {
  type ChangeGroup,
  differencesBetween,
  type FlowChange,
  partitionForKey,
  reasonOf,
} from '@mapping-designer/mapping-engine'
import { jsonOrText, type KafkaRecord, type Outcome } from '@mapping-designer/shared-types'
import { ArrowRight, ChevronLeft, ChevronRight } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { rulePlace } from '../../designer/go-to-problem.ts'
import { useRunVariants } from '../../designer/use-variants.ts'
import { eventName, type Sample } from '../../document/sample.ts'
import { previewSample } from '../../preview/derive.ts'
import { formatBytes } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JsonDiff } from '../../ui/json-diff.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { titleOf } from './change-words.ts'
import { PlaceLink } from './flow-change-list.tsx'
import type { CompareWork, Runnable } from './use-comparison.ts'

interface Shown {
  before: Runnable
  after: Runnable
  work: CompareWork
}

/** An example of a change, before and after, and what did it. */
export function ChangeDetail({
  group,
  causes,
  shown,
}: {
  group: ChangeGroup
  causes: readonly FlowChange[]
  shown: Shown
}) {
  const [at, setAt] = useState(0)
  const { examples } = group
  const index = examples[at]?.index ?? 0
  const sample = shown.work.sampleAt(index)
  const [old, now] = useOutcomes(shown, sample)
  return (
    <section className="pane review-side change-detail" aria-label="Example of the change" data-pane="side">
      <div className="pane-head">
        <h3 className="grow truncate">
          <Sentence text={titleOf(group)} />
        </h3>
        <span className="faint">
          example {at + 1} of {examples.length}
        </span>
        <IconButton
          Icon={ChevronLeft}
          label="Previous example"
          isSmall
          disabled={at === 0}
          onClick={() => setAt(at - 1)}
        />
        <IconButton
          Icon={ChevronRight}
          label="Next example"
          isSmall
          disabled={at >= examples.length - 1}
          onClick={() => setAt(at + 1)}
        />
      </div>
      <div className="scroll">
        <Why group={group} causes={causes} shown={shown} sample={sample} />
        {old && now && <Records before={old} after={now} />}
      </div>
    </section>
  )
}

/** What an example comes to on both sides; undefined while that is worked out. */
function useOutcomes({ before, after }: Shown, sample: Sample | undefined): (Outcome | undefined)[] {
  const now = useDocument((state) => state.now)
  const variants = useMemo(
    () => (sample === undefined ? [] : [before, after].map((side) => ({ ...side, samples: [sample] }))),
    [before, after, sample],
  )
  const { worker } = useRunVariants(variants, now)
  return variants.map(({ plan, samples: [one] }) => {
    const preview = one && previewSample(plan, one, worker)
    return preview?.isPending ? undefined : preview?.explanation?.outcome
  })
}

function Records({ before, after }: { before: Outcome; after: Outcome }) {
  const [old, now] = [shownRecord(before), shownRecord(after)]
  return (
    <div className="record-sides">
      <RecordSide title="Before" outcome={before}>
        <JsonDiff before={old} after={now} side="before" label="Record before" />
      </RecordSide>
      <RecordSide title="After" outcome={after}>
        <JsonDiff before={old} after={now} side="after" label="Record after" />
      </RecordSide>
    </div>
  )
}

function RecordSide({ title, outcome, children }: { title: string; outcome: Outcome; children: ReactNode }) {
  const record = recordOf(outcome)
  const topics = useBridge((state) => state.topics)
  const partitions = topics?.find(({ name }) => name === record?.topic)?.partitions
  return (
    <div>
      <p className="side-head">
        <b>{title}</b>
        <span className="faint">
          {record && partitions !== undefined && `partition ${partitionForKey(record.key, partitions)}, `}
          {record && formatBytes(new TextEncoder().encode(record.value).length)}
        </span>
      </p>
      {record === null ? (
        <p className="empty-note">
          {outcome.kind === 'message' ? 'No record.' : <Sentence text={`No record: ${reasonOf(outcome)}.`} />}
        </p>
      ) : (
        children
      )}
    </div>
  )
}

function recordOf(outcome: Outcome): KafkaRecord | null {
  return outcome.kind === 'message' ? outcome.record : null
}

/** A record as one JSON value, so that a change of topic, key or headers is a line as well. */
function shownRecord(outcome: Outcome): unknown {
  const record = recordOf(outcome)
  if (record === null) return undefined
  const { topic, key, headers, value } = record
  return { topic, key, headers, value: jsonOrText(value) }
}

function Why({
  group,
  causes,
  shown: { before, after },
  sample,
}: {
  group: ChangeGroup
  causes: readonly FlowChange[]
  shown: Shown
  sample: Sample | undefined
}) {
  const parts = useDesigner()
  const config = after.destination.place
  const versions = causes.length === 0 ? differencesBetween(before.destination.runtime, after.destination.runtime) : []
  const place = causes.map((cause) => rulePlace(cause.place.slice(config.length))).find((found) => found !== null)
  return (
    <>
      <div className="section-head">
        <h4>Why</h4>
        <span className="grow" />
        {place && (
          <button
            type="button"
            className="btn ghost small"
            onClick={() => {
              parts.document.getState().actions.selectRule(place)
              parts.view.getState().actions.goTo(causes[0]?.place.slice(config.length) ?? place)
            }}
          >
            <ArrowRight className="icon small" aria-hidden />
            Open rule
          </button>
        )}
      </div>
      <dl className="record-facts">
        {sample && (
          <Fact name="Event">
            {eventName(sample)}, {sample.title}
          </Fact>
        )}
        <Fact name="Rule">{group.rule === null ? 'none' : <code>{group.rule}</code>}</Fact>
        {causes.slice(0, maxCauses).map((cause) => (
          <Cause key={JSON.stringify(cause.place)} cause={cause} config={config} />
        ))}
        {versions.map((sentence) => (
          <Fact key={sentence} name={`walkerOS ${after.destination.runtime.collector}`}>
            <Sentence text={sentence} />
          </Fact>
        ))}
        {causes.length === 0 && versions.length === 0 && (
          <Fact name="Cause">No change of the flow explains it: a function may answer otherwise each time.</Fact>
        )}
      </dl>
    </>
  )
}

const maxCauses = 5

function Cause({ cause, config }: { cause: FlowChange; config: FlowChange['place'] }) {
  return (
    <>
      <Fact name="Line">
        <PlaceLink change={cause} config={config} />
      </Fact>
      {cause.what !== 'added' && (
        <Fact name="Before">
          <Written value={cause.before} />
        </Fact>
      )}
      {cause.what !== 'gone' && (
        <Fact name="After">
          <Written value={cause.after} />
        </Fact>
      )}
    </>
  )
}

const maxLetters = 300

function Written({ value }: { value: unknown }) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return <code>{text.length > maxLetters ? `${text.slice(0, maxLetters)}…` : text}</code>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
