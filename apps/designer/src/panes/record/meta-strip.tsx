import {
  assumedPartitions,
  defaultMaxMessageBytes,
  type Explanation,
  partitionForKey,
  recordSize,
} from '@mapping-designer/mapping-engine'
import { compressionNames, type KafkaRecord, type TopicSummary } from '@mapping-designer/shared-types'
import type { ReactNode } from 'react'
import { useBridge, useDocument, useProduced } from '../../designer/designer-context.tsx'
import { formatBytes, formatUtc, localTime, relativeTime } from '../../ui/format.ts'

/** Topic, partition, key, timestamp, compression and size: what never leaves the screen while editing. */
export function MetaStrip({
  sample,
  record,
  compression,
  explanation,
}: {
  sample: string
  record: KafkaRecord
  compression: number
  explanation: Explanation
}) {
  const step = explanation.steps.find((one) => one.kind === 'record')
  const clock = useDocument(({ isClockPinned }) => (isClockPinned ? 'pinned clock' : 'now'))
  const topics = useBridge((state) => state.topics)
  const topic = topics?.find(({ name }) => name === record.topic)
  return (
    <dl className="meta-strip" aria-label="Record">
      <TopicFact name={record.topic} topic={topic} origin={step?.topic.origin} />
      <PartitionFact sample={sample} record={record} topic={topic} />
      <Fact
        name="Key"
        tag={step?.key.origin}
        isWarning={step?.key.origin === 'fallback' && step.key.path !== null}
        main={record.key === '' ? <i>empty</i> : record.key}
      >
        {formatBytes(recordSize(record).key)}, string
      </Fact>
      <Fact
        name="Timestamp"
        tag={topic?.timestampType ?? (step?.timestamp.origin === 'now' ? clock : 'CreateTime')}
        isWarning={topic?.timestampType !== undefined}
        main={formatUtc(record.timestamp) ?? record.timestamp}
      >
        <span title={localTime(record.timestamp) ?? undefined}>
          <span data-testid="timestamp">{record.timestamp}</span> UTC, {relativeTime(record.timestamp, Date.now())}
        </span>
      </Fact>
      <Fact name="Compression" main={compressionNames[compression] ?? String(compression)}>
        {compression === 0 ? 'as it is' : 'of the whole batch'}
      </Fact>
      <SizeFact record={record} topic={topic} />
    </dl>
  )
}

function TopicFact({
  name,
  topic,
  origin,
}: {
  name: string
  topic: TopicSummary | undefined
  origin: string | undefined
}) {
  const isKnown = useBridge((state) => state.topics !== null)
  const profile = useBridge((state) => state.profile)
  return (
    <Fact name="Topic" tag={origin} main={name === '' ? <i>empty</i> : name}>
      {!isKnown
        ? 'not checked'
        : topic
          ? `${topic.partitions} partitions, exists on ${profile}`
          : `does not exist on ${profile}`}
    </Fact>
  )
}

function PartitionFact({
  sample,
  record,
  topic,
}: {
  sample: string
  record: KafkaRecord
  topic: TopicSummary | undefined
}) {
  const produced = useProduced(sample)
  const partitions = topic?.partitions ?? assumedPartitions
  return (
    <Fact name="Partition" tag={topic ? undefined : 'assumed'} main={String(partitionForKey(record.key, partitions))}>
      {produced?.status === 'produced' && produced.topic === record.topic ? (
        <>
          last produced to {produced.partition}@{produced.offset}
        </>
      ) : (
        <>murmur2, 0 to {partitions - 1}</>
      )}
    </Fact>
  )
}

function SizeFact({ record, topic }: { record: KafkaRecord; topic: TopicSummary | undefined }) {
  const { batch } = recordSize(record)
  const limit = topic?.maxMessageBytes ?? defaultMaxMessageBytes
  const isOver = batch > limit
  return (
    <Fact name="Size" tag={isOver ? 'over the limit' : undefined} isWarning={isOver} main={formatBytes(batch)}>
      limit {formatBytes(limit)}
      <meter aria-label="Share of the size limit" min={0} max={limit} value={Math.min(batch, limit)} />
    </Fact>
  )
}

function Fact({
  name,
  tag,
  main,
  isWarning = false,
  children,
}: {
  name: string
  tag?: string | undefined
  main: ReactNode
  isWarning?: boolean
  children: ReactNode
}) {
  return (
    <div className={name.toLowerCase()}>
      <dt>
        {name}
        {tag && <span className={`tag${isWarning ? ' tone-warn' : ''}`}>{tag}</span>}
      </dt>
      <dd className="main truncate" title={typeof main === 'string' ? main : undefined}>
        {main}
      </dd>
      <dd className="truncate">{children}</dd>
    </div>
  )
}
