import type { ProduceReply } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import type { RateLimit } from '../deliver/rate.ts'
import type { HandlersOf } from '../http/handler.ts'
import type { Audit } from '../operation/audit.ts'
import type { Metrics } from '../operation/metrics.ts'
import { type AnswerJournal, answerOnce } from '../produce/answer-once.ts'
import type { Clusters } from '../produce/clusters.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { produceRecords } from '../produce/produce-records.ts'

export interface ProduceParts {
  clusters: Clusters
  runner: EventRunner
  rate: RateLimit
  /** ms since 1970 */
  clock: () => number
  audit: Audit
  metrics: Metrics
  /** Keeps the answers under idempotency keys over a restart. */
  answers?: AnswerJournal | undefined
}

/** A reply without what was read back: keys and values do not lie about in files. */
export function withoutRecords(reply: unknown): unknown {
  const { profile, results } = reply as ProduceReply
  return { profile, results: results.map(({ stored, differences, ...result }) => result) }
}

export const produceRoutes = (parts: ProduceParts): HandlersOf<'produce'> => {
  const { clusters, runner, rate, clock, audit, metrics, answers } = parts
  const once = answerOnce(clock, answers)
  return {
    produce: ({ body: request, headers, caller }) =>
      once(headers['idempotency-key'], request, async (): Promise<ProduceReply> => {
        const cluster = clusters.open(request.profile)
        const destination = destinationOf(request)
        const now = request.now ?? clock()
        // Whoever asks again under the same key waits for this, so it does not end with the caller who asked first.
        const bounds = { caller: caller.name }
        const evaluate = () => runner.outcomes(destination, request.events, now, undefined, bounds)
        const results = await produceRecords(cluster, evaluate, request, rate)
        for (const { status, topic, partition, offset, reason, took } of results) {
          metrics.record(request.profile, status, took === undefined ? undefined : took / 1_000)
          if (status === 'skipped') continue
          const found = definedOnly({ topic, partition, offset, reason })
          audit({ action: 'produce', who: caller.name, profile: request.profile, status, ...found })
        }
        return { profile: request.profile, results }
      }),
  }
}

function definedOnly<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}
