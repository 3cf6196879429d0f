import { type FlowDestination, reasonOf, recordDigest } from '@mapping-designer/mapping-engine'
import type { Outcome, ProduceRequest, ProduceResult } from '@mapping-designer/shared-types'
import type { EventResult } from '../code/event-runner.ts'
import { mayProduceTo } from '../config/profile.ts'
import { ApiProblem } from '../http/api-problem.ts'
import { KafkaFailure, reasonOfWrite } from '../kafka/kafka-port.ts'
import { RegistryFailure } from '../registry/schema-registry.ts'
import { type Cluster, guardProducing } from './clusters.ts'
import { compareRecord } from './compare-record.ts'
import { kafkaSettingsOf } from './plan-request.ts'
import type { RateLimit } from './rate.ts'

/**
 * Produces the records of some events exactly as they were shown: every digest is compared before the first record is
 * sent. Each record is read back where the broker says it is. A record that fails does not stop the others, unless the
 * cluster itself went away.
 */
export async function produceRecords(
  cluster: Cluster,
  destination: FlowDestination,
  evaluate: () => Promise<EventResult[]>,
  request: ProduceRequest,
  rate: RateLimit,
): Promise<ProduceResult[]> {
  const { profile } = cluster
  guardProducing(profile, request.confirm)
  guardLimits(profile, request)
  const outcomes = (await evaluate()).map(({ outcome }) => outcome)
  if (request.digests !== undefined) await compareDigests(outcomes, request.digests)
  rate.take(profile, outcomes.filter(({ kind }) => kind === 'message').length)
  const results: ProduceResult[] = []
  let stopped: string | undefined
  for (const [index, outcome] of outcomes.entries()) {
    const result =
      stopped !== undefined && outcome.kind === 'message'
        ? { status: 'failed' as const, topic: outcome.record.topic, failure: 'unreachable', reason: stopped }
        : await produceOne(cluster, destination, outcome, request.verify ?? true)
    results.push({ index, ...result })
    if (isClusterGone(result)) stopped ??= `Not sent: the cluster went away at record ${index + 1}.`
  }
  return results
}

/** Failures after which the next record would only wait for the same. */
function isClusterGone({ failure }: Result): boolean {
  return failure !== undefined && ['unreachable', 'no-answer', 'lost-answer', 'authentication', 'tls'].includes(failure)
}

function guardLimits({ name, maxRecords }: Cluster['profile'], request: ProduceRequest): void {
  if (maxRecords === undefined || request.events.length <= maxRecords) return
  throw new ApiProblem(403, {
    code: 'too-many-records',
    message: `Profile ${name} takes at most ${maxRecords} at once, and these are ${request.events.length}; nothing was sent.`,
  })
}

async function compareDigests(outcomes: readonly Outcome[], seen: readonly (string | null)[]): Promise<void> {
  const digests = await Promise.all(outcomes.map(digestOf))
  const index = digests.findIndex((digest, position) => digest !== (seen[position] ?? null))
  if (index === -1 && seen.length === outcomes.length) return
  throw new ApiProblem(409, {
    code: 'record-differs',
    message: `Record ${(index === -1 ? outcomes.length : index) + 1} is not the one on the screen, so nothing was sent.`,
    hint: 'Reload the page so that the designer and the bridge are of the same version.',
  })
}

function digestOf(outcome: Outcome): Promise<string> | null {
  return outcome.kind === 'message' ? recordDigest(outcome.record) : null
}

/** What cannot be checked is not sent: the owner of the profile wants it checked. */
export function reasonOfRegistry(error: unknown): string {
  if (!(error instanceof RegistryFailure)) throw error
  return `The value could not be checked. ${error.message}`
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

async function produceOne(
  { profile, kafka, registry }: Cluster,
  destination: FlowDestination,
  outcome: Outcome,
  isVerified: boolean,
): Promise<Result> {
  if (outcome.kind !== 'message') {
    const isRefused = outcome.kind === 'undeliverable' || outcome.kind === 'failed'
    return { status: isRefused ? 'refused' : 'skipped', reason: reasonOf(outcome) }
  }
  const { record, send } = outcome
  const { topic } = record
  if (!mayProduceTo(profile, topic)) {
    return { status: 'refused', topic, reason: `${topic} is not in the allowlist of profile ${profile.name}.` }
  }
  const objection = await registry?.objectionTo(topic, record.value).catch(reasonOfRegistry)
  if (objection !== undefined) return { status: 'refused', topic, failure: 'schema', reason: objection }
  const began = performance.now()
  const took = () => Math.round((performance.now() - began) * 10) / 10
  try {
    const written = await kafka.send(record, {
      ...send,
      isIdempotent: kafkaSettingsOf(destination)['idempotent'] === true,
    })
    const place = { topic, ...written }
    if (!isVerified) return { status: 'produced', ...place, took: took() }
    return { status: 'produced', ...place, ...(await readBack()), took: took() }

    async function readBack(): Promise<Result | object> {
      try {
        const [stored, partitions] = await Promise.all([
          kafka.read(topic, written.partition, written.offset),
          kafka.partitionsOf(topic),
        ])
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
  } catch (error) {
    if (!(error instanceof KafkaFailure)) throw error
    const reason = reasonOfWrite(error, topic)
    const status = error.code === 'lost-answer' ? 'unknown' : 'failed'
    return { status, topic, reason, failure: error.code, took: took() }
  }
}
