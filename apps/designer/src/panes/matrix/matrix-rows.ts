import { type FlowDestination, partitionForKey, recordSize } from '@mapping-designer/mapping-engine'
import type { TopicSummary } from '@mapping-designer/shared-types'
import { eventName } from '../../document/sample.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { type SampleState, stateOf } from '../../preview/describe.ts'
import { type TestState, testOf } from '../../preview/tests.ts'

/** What is taken for the partitions of a topic that no cluster tells. */
export const assumedPartitions = 3

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
}

export type MatrixColumn = Exclude<keyof MatrixRow, 'id' | 'state'> | 'outcome'

export function matrixRow(
  preview: SamplePreview,
  destination: FlowDestination | undefined,
  topics: readonly TopicSummary[] | null,
): MatrixRow {
  const { sample, explanation } = preview
  const outcome = explanation?.outcome
  const record = outcome && 'record' in outcome ? outcome.record : null
  return {
    id: sample.id,
    event: eventName(sample),
    title: sample.title,
    state: stateOf(preview),
    rule: outcome?.rule ?? '',
    topic: record?.topic ?? '',
    key: record?.key ?? '',
    partition: record && partitionForKey(record.key, partitionsOf(record.topic, topics)),
    bytes: record && recordSize(record).batch,
    problems: explanation?.problems.length ?? 0,
    test: testOf(preview, destination)?.status ?? '',
  }
}

function partitionsOf(topic: string, topics: readonly TopicSummary[] | null): number {
  return topics?.find(({ name }) => name === topic)?.partitions ?? assumedPartitions
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

function cell(row: MatrixRow, column: MatrixColumn): string | number | null {
  return column === 'outcome' ? row.state.word : row[column]
}

// What is missing comes last.
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}

/** How the records of a topic spread over its partitions. */
export interface Spread {
  topic: string
  /** Records of each partition, in their order. */
  counts: number[]
  /** Whether the cluster told how many partitions there are. */
  isKnown: boolean
  /** The key that most records have. */
  hottest: { key: string; count: number }
}

export function spreadOf(rows: readonly MatrixRow[], topics: readonly TopicSummary[] | null): Spread[] {
  const byTopic = new Map<string, MatrixRow[]>()
  for (const row of rows) {
    if (row.partition !== null) byTopic.set(row.topic, [...(byTopic.get(row.topic) ?? []), row])
  }
  return [...byTopic].map(([topic, records]) => {
    const known = topics?.find(({ name }) => name === topic)
    const counts = Array.from({ length: known?.partitions ?? assumedPartitions }, () => 0)
    const keys = new Map<string, number>()
    for (const { partition, key } of records) {
      counts[partition ?? 0] = (counts[partition ?? 0] ?? 0) + 1
      keys.set(key, (keys.get(key) ?? 0) + 1)
    }
    const [key, count] = [...keys].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])
    return { topic, counts, isKnown: known !== undefined, hottest: { key, count } }
  })
}
