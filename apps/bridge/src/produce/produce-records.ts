import { outcomeDigest, reasonOf, recordDigest } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, Outcome, ProduceRequest, ProduceResult } from '@mapping-designer/shared-types'
import { type AdmittedRecord, admitAll, type Verdict } from '../deliver/admit.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import { KafkaFailure, type KafkaPort, reasonOfWrite } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { Cluster } from './clusters.ts'
import { compareRecord } from './compare-record.ts'

type Wanted = Pick<ProduceRequest, 'digests' | 'verify' | 'confirm'> & { events: readonly unknown[] }

/**
 * Produces the records of some events exactly as they were shown: every digest is compared before the first record is
 * sent. Each record is read back where the broker says it is. A record that fails does not stop the others, unless the
 * cluster itself went away. `take` counts the records against those of a minute: it throws, or waits for their turn.
 */
export async function produceRecords(
  cluster: Cluster,
  evaluate: () => Promise<Outcome[]>,
  request: Wanted,
  take: (records: number) => unknown,
): Promise<ProduceResult[]> {
  const { profile } = cluster
  guardProducing(profile, request.confirm)
  guardLimit(profile, request.events.length)
  const outcomes = await evaluate()
  if (request.digests !== undefined) await compareDigests(outcomes, request.digests)
  const verdicts = await admitAll(outcomes, cluster)
  const records = verdicts.reduce((sum, verdict) => sum + (verdict.kind === 'records' ? verdict.records.length : 0), 0)
  guardLimit(profile, records)
  await take(records)
  const results: ProduceResult[] = []
  let stopped: string | undefined
  for (const [index, verdict] of verdicts.entries()) {
    for (const one of partsOf(verdict)) {
      const result =
        stopped !== undefined && 'record' in one
          ? { status: 'failed' as const, topic: one.record.topic, failure: 'unreachable', reason: stopped }
          : await produceOne(cluster, one, request.verify ?? true)
      results.push({ index, ...result })
      if (isClusterGone(result)) stopped ??= `Not sent: the cluster went away at record ${index + 1}.`
    }
  }
  return results
}

type Part = AdmittedRecord | Exclude<Verdict, { kind: 'records' }>

/** What is answered for one event: a result for each of its records, or one that says why there is none. */
function partsOf(verdict: Verdict): readonly Part[] {
  return verdict.kind === 'records' ? verdict.records : [verdict]
}

/** Failures after which the next record would only wait for the same. */
function isClusterGone({ failure }: Result): boolean {
  return failure !== undefined && ['unreachable', 'no-answer', 'lost-answer', 'authentication', 'tls'].includes(failure)
}

function guardLimit({ name, maxRecords }: Cluster['profile'], wanted: number): void {
  if (maxRecords === undefined || wanted <= maxRecords) return
  throw new ApiProblem(403, {
    code: 'too-many-records',
    message: `Profile ${name} takes at most ${maxRecords} at once, and these are ${wanted}; nothing was sent.`,
  })
}

async function compareDigests(outcomes: readonly Outcome[], seen: readonly (string | null)[]): Promise<void> {
  const digests = await Promise.all(outcomes.map(outcomeDigest))
  const index = digests.findIndex((digest, position) => digest !== (seen[position] ?? null))
  if (index === -1 && seen.length === outcomes.length) return
  const outcome = outcomes[index]
  const why = outcome?.kind === 'not-proven' ? ` It is ${reasonOf(outcome)}.` : ''
  throw new ApiProblem(409, {
    code: 'record-differs',
    message: `Record ${(index === -1 ? outcomes.length : index) + 1} is not the one on the screen, so nothing was sent.${why}`,
    hint: 'Reload the page so that the designer and the bridge are of the same version.',
  })
}

function reasonOfRead(error: unknown): string {
  if (!(error instanceof KafkaFailure)) return error instanceof Error ? error.message : String(error)
  return error.code === 'authorization'
    ? 'the cluster does not allow this user to read the topic; that takes an ACL for Read.'
    : error.message
}

type Result = Omit<ProduceResult, 'index'>

const ownTime = (topic: string) =>
  `${topic} has message.timestamp.type=LogAppendTime: the broker puts its own time in place of the record's.`

async function produceOne({ kafka }: Cluster, part: Part, isVerified: boolean): Promise<Result> {
  if (!('record' in part)) {
    if (part.kind === 'skip') return { status: 'skipped', reason: part.reason }
    const { code, reason, topic } = part
    return { status: 'refused', failure: code, reason, ...(topic !== undefined && { topic }) }
  }
  const { record, send } = part
  const { topic } = record
  const digest = await recordDigest(record)
  const began = performance.now()
  const took = () => Math.round((performance.now() - began) * 10) / 10
  try {
    const written = await kafka.send(record, send)
    const proof = isVerified ? await readBack(kafka, record, written) : {}
    return { status: 'produced', topic, digest, ...written, ...proof, took: took() }
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error
    const reason = reasonOfWrite(error, topic)
    const status = error.code === 'lost-answer' ? 'unknown' : 'failed'
    return { status, topic, digest, reason, failure: error.code, took: took() }
  }
}

/** Compares a record with what lies at its place in the log. */
async function readBack(
  kafka: KafkaPort,
  record: KafkaRecord,
  { partition, offset }: { partition: number; offset: string },
): Promise<Partial<Result>> {
  const { topic } = record
  try {
    const [stored, partitions] = await Promise.all([kafka.read(topic, partition, offset), kafka.partitionsOf(topic)])
    const differences = compareRecord(record, stored, partitions)
    return {
      stored,
      identical: differences.length === 0,
      differences,
      ...(stored.timestampType === 'LogAppendTime' && { reason: ownTime(topic) }),
    }
  } catch (error) {
    // It was written; only the proof is missing.
    return { reason: `Not read back: ${reasonOfRead(error)}` }
  }
}
