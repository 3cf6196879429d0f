import type { ProduceReply } from '@mapping-designer/shared-types'
import type { Logger } from 'pino'
import type { EventRunner } from '../code/event-runner.ts'
import type { RateLimit } from '../deliver/rate.ts'
import type { HandlersOf } from '../http/handler.ts'
import type { Audit } from '../operation/audit.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { AnswerJournal } from '../produce/answer-journal.ts'
import { answerOnce } from '../produce/answer-once.ts'
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
  log: Pick<Logger, 'error'>
}

/** A reply without what was read back: keys and values lie about neither in memory nor in files. */
function withoutRecords(reply: unknown): unknown {
  const { profile, results } = reply as ProduceReply
  return { profile, results: results.map(({ stored, differences, ...result }) => result) }
}

export const produceRoutes = (parts: ProduceParts): HandlersOf<'produce'> => {
  const { clusters, runner, rate, clock, audit, metrics, answers, log } = parts
  const once = answerOnce({
    clock,
    journal: answers,
    kept: withoutRecords,
    onUnwritten: (err) => log.error({ err }, 'an answer cannot be written down for those who ask again'),
  })
  return {
    produce: ({ body: request, headers, caller }) =>
      once(caller.name, headers['idempotency-key'], request, async (): Promise<ProduceReply> => {
        const cluster = clusters.open(request.profile)
        const destination = destinationOf(request)
        const now = request.now ?? clock()
        // A second request under the same key waits for this, so it does not end with the caller who asked first.
        const bounds = { caller: caller.name }
        // What was seen in a preview is as pinned as that; without a preview there is other randomness for each event.
        const run = crypto.randomUUID()
        const contexts = request.events.map((_, index) => ({ seed: `${run}/${index}` }))
        const pinned = request.digests === undefined ? contexts : undefined
        const { events } = request
        const evaluate = () => runner.outcomes({ destination, events, now, contexts: pinned, bounds })
        const take = (records: number) => rate.take(cluster.profile, records)
        const results = await produceRecords(cluster, evaluate, request, take)
        for (const { status, topic, digest, partition, offset, reason, took } of results) {
          metrics.record(request.profile, status, took === undefined ? undefined : took / 1_000)
          if (status === 'skipped') continue
          const found = definedOnly({ topic, digest, partition, offset, reason })
          audit({ action: 'produce', who: caller.name, profile: request.profile, status, ...found })
        }
        return { profile: request.profile, results }
      }),
  }
}

function definedOnly<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}
