import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { BrowsedRecord, ReplayState } from '@mapping-designer/shared-types'
import { afterAll, beforeEach, inject } from 'vitest'
import { createEventRunner } from './code/event-runner.ts'
import type { Profile } from './config/profile.ts'
import { aProfile } from './config/testing.ts'
import { createRateLimit } from './deliver/rate.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import { createClusters } from './produce/clusters.ts'
import { createReplays } from './replay/replays.ts'
import { aBridge, asDesigner, otherTestToken, testNow } from './testing.ts'

export const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))
export const wanted = (to: number) =>
  events(0, to)
    .map(({ data }) => (data as { id: string }).id)
    .sort()

/** A topic and a replay of each test of a file, and bridges between them. */
export function replaysOnKafka() {
  const profile: Profile = aProfile({ brokers: [inject('kafka').brokers.plaintext] })
  const kafka = kafkaCluster(profile)
  const home = mkdtempSync(join(tmpdir(), 'replay-'))
  const names = { topic: '', id: '' }
  afterAll(async () => {
    await kafka.close()
    rmSync(home, { recursive: true })
  })
  beforeEach(async () => {
    Object.assign(names, { topic: `replay-${crypto.randomUUID()}`, id: crypto.randomUUID() })
    await kafka.createTopic(names.topic, { partitions: 3 })
  })

  const flow = (to = names.topic) =>
    aFlow(
      aConfig(
        { mapping: { order: { complete: { data: { map: { id: 'data.id' } } } }, page: { view: { ignore: true } } } },
        { topic: to, key: 'data.id', compression: 'gzip' },
      ),
    )

  /** A bridge with a profile of its own, and further ones of the same cluster. */
  function bridgeFor(
    changes: Partial<Profile> = {},
    parts: { clock?: () => number; folder?: string; others?: Profile[] } = {},
  ) {
    const { clock = () => testNow, folder = join(home, 'replays'), others = [] } = parts
    const clusters = createClusters([{ ...profile, ...changes }, ...others].map((one) => ({ profile: one, kafka })))
    const runner = createEventRunner()
    const replays = createReplays({ clusters, runner, rate: createRateLimit(clock), clock, folder })
    const app = aBridge({ clusters, replays, clock })
    const ask = async (method: string, path: string, body?: object, caller?: string) => {
      const headers = { ...(caller && { authorization: `Bearer ${otherTestToken}` }) }
      const answer = await app.request(`/api/replays${path}`, asDesigner({ method, headers, ...(body && { body }) }))
      return { status: answer.status, body: (await answer.json()) as ReplayState & { error: { code: string } } }
    }
    return {
      app,
      ask,
      open: (more: object = {}, caller?: string) =>
        ask('POST', '', { id: names.id, profile: 'test', flow: flow(), ...more }, caller),
      send: (from: number, to: number, more: object = {}) =>
        ask('PUT', `/${names.id}/events`, { from, events: events(from, to), ...more }),
      close: () => replays.close(),
    }
  }

  /** Keys of the topic that a consumer of committed records sees. */
  async function keys(): Promise<string[]> {
    const records: BrowsedRecord[] = await kafka.browse(names.topic, { from: { kind: 'earliest' }, limit: 100_000 })
    return records.map(({ key }) => (key !== null && 'text' in key ? key.text : '')).sort()
  }

  return { profile, kafka, home, names, flow, bridgeFor, keys }
}
