import { type ProduceReply, type ProduceResult, produceRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { EventRunner } from '../code/event-runner.ts'
import { readBody } from '../http/read-body.ts'
import type { Clusters } from '../produce/clusters.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { produceRecords } from '../produce/produce-records.ts'

/** Told once per record that was sent or refused, without its key and value. */
export type Audit = (
  line: { profile: string } & Pick<ProduceResult, 'status' | 'topic' | 'partition' | 'offset' | 'reason'>,
) => void

export const produceRoutes = (clusters: Clusters, runner: EventRunner, clock: () => number, audit: Audit) =>
  new Hono().post('/', async (c) => {
    const request = await readBody(c, produceRequestSchema)
    const cluster = clusters.open(request.profile)
    const destination = destinationOf(request)
    const evaluate = () => runner.run(destination, request.events, request.now ?? clock())
    const results = await produceRecords(cluster, destination, evaluate, request)
    for (const { status, topic, partition, offset, reason } of results) {
      if (status === 'skipped') continue
      audit({ profile: request.profile, status, ...definedOnly({ topic, partition, offset, reason }) })
    }
    const reply: ProduceReply = { profile: request.profile, results }
    return c.json(reply)
  })

function definedOnly<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}
