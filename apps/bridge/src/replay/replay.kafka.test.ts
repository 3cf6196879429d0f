import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { BrowsedRecord, ReplayState } from '@mapping-designer/shared-types'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { kafkajsKafka } from '../kafka/kafkajs-kafka.ts'
import { aBridge, aProfile, asDesigner } from '../testing.ts'

const profile: Profile = aProfile({ brokers: [inject('kafka').brokers.plaintext] })
const kafka = kafkajsKafka(profile)
afterAll(() => kafka.close())

let topic: string
let id: string
beforeEach(async () => {
  topic = `replay-${crypto.randomUUID()}`
  id = crypto.randomUUID()
  await kafka.createTopic(topic, 3)
})

const flow = () =>
  aFlow(
    aConfig(
      { mapping: { order: { complete: { data: { map: { id: 'data.id' } } } }, page: { view: { ignore: true } } } },
      { topic, key: 'data.id', compression: 'gzip' },
    ),
  )
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))

function bridgeFor(changes: Partial<Profile> = {}) {
  const app = aBridge({ kafka, profile: { ...profile, ...changes } })
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await app.request(`/api/replays${path}`, asDesigner({ method, ...(body && { body }) }))
    return { status: answer.status, body: (await answer.json()) as ReplayState & { error: { code: string } } }
  }
  return {
    app,
    ask,
    open: (more: object = {}) => ask('POST', '', { id, profile: 'test', flow: flow(), ...more }),
    send: (from: number, to: number, more: object = {}) =>
      ask('PUT', `/${id}/events`, { from, events: events(from, to), ...more }),
  }
}

/** Keys of the topic that a consumer of committed records sees. */
async function keys(): Promise<string[]> {
  const records: BrowsedRecord[] = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100_000 })
  return records.map(({ key }) => (key !== null && 'text' in key ? key.text : '')).sort()
}
const wanted = (to: number) =>
  events(0, to)
    .map(({ data }) => (data as { id: string }).id)
    .sort()

describe('a replay', () => {
  it('puts every event into the log once, and answers when it is there', async () => {
    const { open, send } = bridgeFor()
    expect((await open({ total: 6_000 })).body).toMatchObject({ status: 'running', accepted: 0, isExactlyOnce: true })
    await send(0, 2_500)
    const { body } = await send(2_500, 6_000, { isLast: true })
    expect(body).toMatchObject({ status: 'done', accepted: 6_000, done: 6_000, failed: 0, skipped: 0 })
    await expect.poll(keys).toEqual(wanted(6_000))
  })

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'writes with %s what producing one by one writes, though by another client',
    async (compression) => {
      const other = `${topic}-produced`
      await kafka.createTopic(other, 3)
      const headers = { 'x-ü': 'ß😀', 'x-list': ['a', '', 'b'], empty: '' }
      const to = (name: string) => aFlow(aConfig({}, { topic: name, key: 'data.id', compression, headers }))
      const odd = [
        anEvent({ data: { id: 'Ä😀' } }),
        anEvent({ data: { id: '' } }),
        anEvent({ data: { id: 7 }, timestamp: 0 }),
        anEvent({ data: { id: 'A', text: 'x'.repeat(3_000) }, timestamp: 1 }),
      ]
      const { app, ask } = bridgeFor()
      const body = { profile: 'test', flow: to(other), events: odd }
      expect(await (await app.request('/api/produce', asDesigner({ body }))).json()).toMatchObject({
        results: odd.map(() => ({ status: 'produced', identical: true })),
      })
      await ask('POST', '', { id, profile: 'test', flow: to(topic) })
      const { body: state } = await ask('PUT', `/${id}/events`, { from: 0, events: odd, isLast: true })
      expect(state).toMatchObject({ status: 'done', done: odd.length })
      const recordsOf = async (name: string) =>
        (await kafka.browse(name, { from: { kind: 'earliest' }, limit: 10 }))
          .map(({ key, value, headers, timestamp, partition }) => ({ key, value, headers, timestamp, partition }))
          .sort((a, b) => JSON.stringify(a.key).localeCompare(JSON.stringify(b.key)))
      await expect.poll(() => recordsOf(topic)).toEqual(await recordsOf(other))
    },
  )

  it('skips what it has when a chunk is sent again, and refuses a gap', async () => {
    const { open, send } = bridgeFor()
    await open()
    await send(0, 100)
    expect((await send(50, 150)).body).toMatchObject({ accepted: 150, done: 150 })
    expect(await send(200, 210)).toMatchObject({ status: 409, body: { error: { code: 'replay-gap' } } })
    await expect.poll(keys).toEqual(wanted(150))
  })

  it('goes on under its id on a bridge that was started anew', async () => {
    const first = bridgeFor()
    await first.open()
    await first.send(0, 300)
    const second = bridgeFor()
    expect((await second.open()).body.accepted).toBe(300)
    await second.send(0, 500)
    // Who was shut out writes nothing any more.
    expect((await first.send(300, 400)).body.error.code).toBe('replay-interrupted')
    await expect.poll(keys).toEqual(wanted(500))
  })

  it('keeps the failures of single records and produces the others', async () => {
    const { open, ask, app } = bridgeFor({ topics: ['replay-*'] })
    await open({
      flow: aFlow(
        aConfig(
          {
            mapping: {
              order: { complete: {} },
              page: { view: { ignore: true } },
              form: { submit: { settings: { topic: 'secret' } } },
              a: { b: { settings: { topic: `replay-missing-${id}` } } },
            },
          },
          { topic, key: 'data.id', compression: 'none' },
        ),
      ),
    })
    const large = anEvent({ data: { id: 'large', text: 'x'.repeat(1_200_000) } })
    const mixed = [
      anEvent(),
      anEvent({ name: 'page view' }),
      anEvent({ name: 'form submit' }),
      anEvent({ name: 'a b' }),
    ]
    // Brokers take no time that is more than an hour ahead.
    const future = anEvent({ data: { id: 'future' }, timestamp: Date.now() + 86_400_000 })
    const events = [...mixed, large, anEvent(), future]
    const { body } = await ask('PUT', `/${id}/events`, { from: 0, events, isLast: true })
    expect(body).toMatchObject({ status: 'done', accepted: 7, done: 2, skipped: 1, failed: 4 })
    const list = await (await app.request(`/api/replays/${id}/failures`, asDesigner())).text()
    const failures = list
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { index: number; reason: string })
    expect(failures.sort((a, b) => a.index - b.index)).toEqual([
      { index: 2, topic: 'secret', reason: 'secret is not in the allowlist of profile test.' },
      { index: 3, topic: `replay-missing-${id}`, reason: expect.stringContaining('does not exist') },
      { index: 4, topic, reason: expect.stringContaining('larger') },
      { index: 6, topic, reason: expect.stringContaining('does not accept the timestamp') },
    ])
    await expect.poll(keys).toHaveLength(2)
  })

  it('is one of twenty at most, of which those that are done make room', async () => {
    const { ask } = bridgeFor()
    const openAs = (name: string) => ask('POST', '', { id: name, profile: 'test', flow: flow() })
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID())
    for (const name of ids) expect((await openAs(name)).body.status).toBe('running')
    const last = crypto.randomUUID()
    expect(await openAs(last)).toMatchObject({ status: 429, body: { error: { code: 'too-many-replays' } } })
    await ask('PUT', `/${ids[0]}/events`, { from: 0, events: [], isLast: true })
    expect((await openAs(last)).body.status).toBe('running')
    expect(await ask('GET', `/${ids[0]}`)).toMatchObject({ status: 404, body: { error: { code: 'replay-missing' } } })
    for (const name of [...ids.slice(1), last]) await ask('DELETE', `/${name}`)
  })

  it('takes nothing while it is paused, goes on, and ends', async () => {
    const { open, send, ask } = bridgeFor()
    await open()
    await send(0, 10)
    expect((await ask('POST', `/${id}`, { action: 'pause' })).body.status).toBe('paused')
    expect((await send(10, 20)).body.error.code).toBe('replay-paused')
    expect((await ask('POST', `/${id}`, { action: 'resume' })).body).toMatchObject({ status: 'running', accepted: 10 })
    await send(10, 20)
    expect((await ask('DELETE', `/${id}`)).body.status).toBe('cancelled')
    await expect.poll(keys).toEqual(wanted(20))
  })
})
