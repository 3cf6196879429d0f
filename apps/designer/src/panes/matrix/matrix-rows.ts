import {
  assumedPartitions,
  defaultMaxMessageBytes,
  explainValue,
  type FlowDestination,
  headerPairs,
  isPlainObject,
  partitionForKey,
  recordSize,
  valueAt,
} from '@mapping-designer/mapping-engine'
import { type KafkaRecord, type TopicSummary, tryJson } from '@mapping-designer/shared-types'
import { eventName } from '../../document/sample.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { type SampleState, stateOf } from '../../preview/describe.ts'
import { type TestState, testOf } from '../../preview/tests.ts'
import { formatUtc, shortValue } from '../../ui/format.ts'

/** One sample in the matrix. */
export interface MatrixRow {
  id: string
  event: string
  title: string
  state: SampleState
  rule: string
  topic: string
  key: string
  /** Null where there is no record. */
  partition: number | null
  bytes: number | null
  problems: number
  test: TestState['status'] | ''
  /** Added columns read it. */
  record: KafkaRecord | null
}

/** A column; a field of the value is one by its path, such as `value.user.id`. */
export type MatrixColumn =
  | Exclude<keyof MatrixRow, 'id' | 'state' | 'record'>
  | 'outcome'
  | 'timestamp'
  | 'headers'
  | `value.${string}`

/** What decides on a row beside its preview. */
export interface RowContext {
  destination: FlowDestination | undefined
  topics: readonly TopicSummary[] | null
  /** Partitions that are taken for every topic; null takes what the cluster tells. */
  partitions: number | null
  /** Path of a key that is tried instead of the mapped one; null for none. */
  keyPath: string | null
}

const known = new WeakMap<SamplePreview, { context: RowContext; row: MatrixRow }>()

export function matrixRow(preview: SamplePreview, context: RowContext): MatrixRow {
  const last = known.get(preview)
  if (last !== undefined && isSameContext(last.context, context)) return last.row
  const row = makeRow(preview, context)
  known.set(preview, { context, row })
  return row
}

function isSameContext(a: RowContext, b: RowContext): boolean {
  return (
    a.destination === b.destination && a.topics === b.topics && a.partitions === b.partitions && a.keyPath === b.keyPath
  )
}

function makeRow(preview: SamplePreview, context: RowContext): MatrixRow {
  const { sample, explanation } = preview
  const outcome = explanation?.outcome
  const record = outcome && 'record' in outcome ? outcome.record : null
  const key = record === null ? '' : (triedKey(preview, context.keyPath) ?? record.key)
  return {
    id: sample.id,
    event: eventName(sample),
    title: sample.title,
    state: stateOf(preview),
    rule: outcome?.rule ?? '',
    topic: record?.topic ?? '',
    key,
    partition: record && partitionForKey(key, partitionsOf(record.topic, context)),
    bytes: record && recordSize(record).batch,
    problems: explanation?.problems.length ?? 0,
    test: testOf(preview, context.destination)?.status ?? '',
    record,
  }
}

/** All rows, one after the other. */
export function* matrixRows(previews: readonly SamplePreview[], context: RowContext): Generator<void, MatrixRow[]> {
  const rows: MatrixRow[] = []
  for (const preview of previews) {
    rows.push(matrixRow(preview, context))
    yield
  }
  return rows
}

// As the destination takes it: a filled text, else the name of the event.
function triedKey({ event, explanation }: SamplePreview, path: string | null): string | null {
  if (path === null || path === '') return null
  const step = explanation?.steps.find((one) => one.kind === 'data')
  const from = step?.event ?? event
  const found = explainValue(path, from, from)
  if (found.isSet && typeof found.value === 'string' && found.value !== '') return found.value
  return String(step?.event['name'] ?? event?.['name'] ?? '').replaceAll(/\s+/g, '_')
}

export function partitionsOf(topic: string, { topics, partitions }: Pick<RowContext, 'topics' | 'partitions'>): number {
  return partitions ?? topics?.find(({ name }) => name === topic)?.partitions ?? assumedPartitions
}

/** The rows that hold a text in any column, in the order of one of them; equal ones stay as they were. */
export function shownRows(
  rows: readonly MatrixRow[],
  filter: string,
  sort: { column: MatrixColumn; isDescending: boolean } | null,
): MatrixRow[] {
  const wanted = filter.trim().toLowerCase()
  const found = rows.filter((row) => wanted === '' || textOf(row).includes(wanted))
  if (sort === null) return found
  const direction = sort.isDescending ? -1 : 1
  return found.toSorted((a, b) => direction * compare(cell(a, sort.column), cell(b, sort.column)))
}

function textOf(row: MatrixRow): string {
  const { event, title, state, rule, topic, key, test } = row
  return [event, title, state.word, rule, topic, key, test].join(' ').toLowerCase()
}

/** What stands in a column of a row; null where there is nothing. */
export function cell(row: MatrixRow, column: MatrixColumn): string | number | null {
  if (column === 'outcome') return row.state.word
  if (column === 'timestamp') return row.record && formatUtc(row.record.timestamp)
  if (column === 'headers')
    return (
      row.record &&
      headerPairs(row.record.headers)
        .map((pair) => pair.join('='))
        .join(', ')
    )
  if (!isOfValue(column)) return row[column]
  const value = valueAt(jsonOf(row), column.split('.').slice(1))
  if (value === undefined) return null
  return typeof value === 'number' || typeof value === 'string' ? value : shortValue(value)
}

function isOfValue(column: MatrixColumn): column is `value.${string}` {
  return column.startsWith('value.')
}

const values = new WeakMap<KafkaRecord, unknown>()

function jsonOf({ record }: MatrixRow): unknown {
  if (record === null) return undefined
  if (!values.has(record)) values.set(record, tryJson(record.value))
  return values.get(record)
}

/** So many records are looked at for the fields that can be columns. */
const maxLookedAt = 200

/** The fields that values have, as columns, in the order in which they are met. */
export function fieldColumns(rows: readonly MatrixRow[]): MatrixColumn[] {
  const columns = new Set<MatrixColumn>()
  const add = (value: unknown, path: `value.${string}`): void => {
    if (isPlainObject(value)) for (const [name, inner] of Object.entries(value)) add(inner, `${path}.${name}`)
    else columns.add(path)
  }
  for (const row of rows.slice(0, maxLookedAt)) {
    const value = jsonOf(row)
    if (isPlainObject(value)) for (const [name, inner] of Object.entries(value)) add(inner, `value.${name}`)
  }
  return [...columns]
}

const collator = new Intl.Collator()

// What is missing comes last.
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}

/** The rows of one rule, or of none, in the order in which they first stand. */
export interface RowGroup {
  rule: string
  rows: MatrixRow[]
}

export function groupByRule(rows: readonly MatrixRow[]): RowGroup[] {
  const groups = new Map<string, RowGroup>()
  for (const row of rows) {
    const group = groups.get(row.rule) ?? { rule: row.rule, rows: [] }
    group.rows.push(row)
    groups.set(row.rule, group)
  }
  return [...groups.values()]
}

const comparedColumns: readonly MatrixColumn[] = [
  'outcome',
  'rule',
  'topic',
  'key',
  'partition',
  'bytes',
  'problems',
  'test',
]

/** The columns in which a row is not what it was; null where it was not there. */
export function changedColumns(row: MatrixRow, before: MatrixRow | undefined): readonly MatrixColumn[] | null {
  if (before === undefined) return null
  return comparedColumns.filter((column) => cell(row, column) !== cell(before, column))
}

/** How the records of a topic spread over its partitions. */
export interface Spread {
  topic: string
  /** Records of each partition, in their order. */
  counts: number[]
  /** Whether the cluster told how many partitions there are. */
  isKnown: boolean
  /** How many different keys there are. */
  keys: number
  /** The key that most records have. */
  hottest: { key: string; count: number; partition: number }
}

export function spreadOf(rows: readonly MatrixRow[], context: Pick<RowContext, 'topics' | 'partitions'>): Spread[] {
  const byTopic = new Map<string, MatrixRow[]>()
  for (const row of rows) {
    if (row.partition === null) continue
    const records = byTopic.get(row.topic)
    if (records === undefined) byTopic.set(row.topic, [row])
    else records.push(row)
  }
  const spreads = [...byTopic].map(([topic, records]) => {
    const partitions = partitionsOf(topic, context)
    const counts = Array.from({ length: partitions }, () => 0)
    const keys = new Map<string, Spread['hottest']>()
    for (const { partition, key } of records) {
      const at = partition ?? 0
      counts[at] = (counts[at] ?? 0) + 1
      keys.set(key, { key, count: (keys.get(key)?.count ?? 0) + 1, partition: at })
    }
    const none = { key: '', count: 0, partition: 0 }
    const hottest = [...keys.values()].reduce((most, one) => (one.count > most.count ? one : most), none)
    return {
      topic,
      counts,
      isKnown: context.partitions === null && context.topics?.some(({ name }) => name === topic) === true,
      keys: keys.size,
      hottest,
    }
  })
  return spreads.sort((a, b) => sum(b.counts) - sum(a.counts))
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** How many records have a size up to some bytes. */
export interface SizeBucket {
  /** Bytes, the last bucket ends at infinity. */
  upTo: number
  count: number
  isOver: boolean
}

/** Sizes of records in powers of four, and those over the limit on their own. */
export function sizeBuckets(rows: readonly MatrixRow[], limit = defaultMaxMessageBytes): SizeBucket[] {
  const sizes = rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]))
  const buckets: SizeBucket[] = []
  for (let upTo = 256; upTo < limit; upTo *= 4) buckets.push({ upTo, count: 0, isOver: false })
  buckets.push({ upTo: limit, count: 0, isOver: false }, { upTo: Number.POSITIVE_INFINITY, count: 0, isOver: true })
  for (const size of sizes) {
    const bucket = buckets.find(({ upTo }) => size <= upTo)
    if (bucket) bucket.count++
  }
  const last = buckets.findLastIndex(({ count }) => count > 0)
  // Empty sizes above the largest record say nothing; the limit itself does.
  return buckets.filter(({ isOver, upTo }, index) => index <= last + 1 || isOver || upTo === limit)
}
