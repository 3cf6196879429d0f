import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ProduceReply, Session } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RunningBridge, serve } from './serve.ts'

const home = mkdtempSync(join(tmpdir(), 'home-'))
const running: RunningBridge[] = []
beforeEach(() => void vi.stubEnv('KAFKA_BROKERS', undefined))
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  for (const bridge of running) await bridge.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

async function start(): Promise<{ bridge: RunningBridge; output: string[] }> {
  const output: string[] = []
  const options = { port: '0', host: '127.0.0.1', kafka: true, assets: home, home, version: '0.0.0' }
  const bridge = await serve(undefined, { ...options, onProgress: (sentence) => output.push(sentence) })
  running.push(bridge)
  return { bridge, output }
}
async function ask<T>({ url }: RunningBridge, path: string, body?: object): Promise<T> {
  const { origin, hash } = new URL(url)
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}`, 'content-type': 'application/json' }
  const request = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  return (await (await fetch(`${origin}/api${path}`, request)).json()) as T
}

describe('a bridge with a Kafka of its own', () => {
  it('offers it as a profile, keeps its records for the next start, and leaves a second bridge in peace', async () => {
    const first = await start()
    expect((await ask<Session>(first.bridge, '/session')).profiles).toMatchObject([
      { name: 'local', environment: 'local', mayProduce: true, mayCreateTopics: true, topics: ['*'] },
    ])
    await ask(first.bridge, '/profiles/local/topics', { topic: 'orders' })
    const flow = aFlow(aConfig({}, { topic: 'orders', compression: 'none' }))
    const body = { profile: 'local', flow, events: [anEvent()] }
    expect((await ask<ProduceReply>(first.bridge, '/produce', body)).results).toMatchObject([{ identical: true }])

    const second = await start()
    expect(second.output).toContain('Another designer uses the data of the local Kafka; this one starts empty.')
    expect(await ask(second.bridge, '/profiles/local/topics')).toEqual({ topics: [] })
    await second.bridge.stop()
    await first.bridge.stop()
    running.length = 0

    const third = await start()
    expect(third.output).toEqual(['Starting Apache Kafka…'])
    expect(await ask(third.bridge, '/profiles/local/topics/orders/records')).toMatchObject({
      records: [{ topic: 'orders', offset: '0' }],
    })
  }, 180_000)
})
