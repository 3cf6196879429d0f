import {
  assumedPartitions,
  byteLength,
  defaultMaxMessageBytes,
  type Explanation,
  partitionForKey,
  recordSize,
} from '@mapping-designer/mapping-engine'
import { compressionNames, type KafkaRecord, type TopicSummary } from '@mapping-designer/shared-types'
import { memo, type ReactNode } from 'react'
import { useBridge, useDocument, useProduced } from '../../designer/designer-context.tsx'
import type { Produced } from '../../designer/produced.ts'
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
  const produced = useProduced(sample)
  const topics = useBridge((state) => state.topics)
  const topic = topics?.find(({ name }) => name === record.topic)
  return (
    <dl className="meta-strip" aria-label="Record">
      <TopicFact name={record.topic} topic={topic} origin={step?.topic.origin} />
      <PartitionFact
        recordKey={record.key}
        topic={topic}
        produced={produced?.status === 'produced' && produced.topic === record.topic ? produced : null}
      />
      <KeyFact
        recordKey={record.key}
        origin={step?.key.origin}
        isWarning={step?.key.origin === 'fallback' && step.key.path !== null}
      />
      <TimestampFact
        timestamp={record.timestamp}
        tag={topic?.timestampType ?? (step?.timestamp.origin === 'now' ? clock : 'CreateTime')}
        isWarning={topic?.timestampType !== undefined}
      />
      <CompressionFact compression={compression} />
      <SizeFact bytes={recordSize(record).batch} limit={topic?.maxMessageBytes ?? defaultMaxMessageBytes} />
    </dl>
  )
}

// Each fact is rendered where it changes, and not for what is typed elsewhere.
const KeyFact = memo(function KeyFact({
  recordKey,
  origin,
  isWarning,
}: {
  recordKey: string
  origin: string | undefined
  isWarning: boolean
}) {
  return (
    <Fact name="Key" tag={origin} isWarning={isWarning} main={recordKey === '' ? <i>empty</i> : recordKey}>
      {formatBytes(byteLength(recordKey))}, string
    </Fact>
  )
})

const TimestampFact = memo(function TimestampFact({
  timestamp,
  tag,
  isWarning,
}: {
  timestamp: string
  tag: string
  isWarning: boolean
}) {
  return (
    <Fact name="Timestamp" tag={tag} isWarning={isWarning} main={formatUtc(timestamp) ?? timestamp}>
      <span title={`${localTime(timestamp) ?? ''}, ${relativeTime(timestamp, Date.now())}`}>
        <span data-testid="timestamp">{timestamp}</span> UTC
      </span>
    </Fact>
  )
})

const CompressionFact = memo(function CompressionFact({ compression }: { compression: number }) {
  return (
    <Fact name="Compression" main={compressionNames[compression] ?? String(compression)}>
      {compression === 0 ? 'as it is' : 'of the whole batch'}
    </Fact>
  )
})

const TopicFact = memo(function TopicFact({
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
})

const PartitionFact = memo(function PartitionFact({
  recordKey,
  topic,
  produced,
}: {
  recordKey: string
  topic: TopicSummary | undefined
  /** Where the record of the sample was produced to in this topic last. */
  produced: Pick<Produced[string], 'partition' | 'offset'> | null
}) {
  const partitions = topic?.partitions ?? assumedPartitions
  return (
    <Fact name="Partition" tag={topic ? undefined : 'assumed'} main={String(partitionForKey(recordKey, partitions))}>
      {produced ? (
        <>
          last produced to {produced.partition}@{produced.offset}
        </>
      ) : (
        <>murmur2, 0 to {partitions - 1}</>
      )}
    </Fact>
  )
})

const SizeFact = memo(function SizeFact({ bytes, limit }: { bytes: number; limit: number }) {
  const isOver = bytes > limit
  return (
    <Fact name="Size" tag={isOver ? 'over the limit' : undefined} isWarning={isOver} main={formatBytes(bytes)}>
      of {formatBytes(limit)}
      <meter aria-label="Share of the size limit" min={0} max={limit} value={Math.min(bytes, limit)} />
    </Fact>
  )
})

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
