import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { BrowsedRecord, ReplayState } from '@mapping-designer/shared-types'
import { Admin } from '@platformatic/kafka'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { createRateLimit } from '../deliver/rate.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { createClusters } from '../produce/clusters.ts'
import { aBridge, aProfile, asDesigner, otherTestToken, testNow } from '../testing.ts'
import { createReplays } from './replays.ts'

const profile: Profile = aProfile({ brokers: [inject('kafka').brokers.plaintext] })
const kafka = kafkaCluster(profile)
const home = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(async () => {
  await kafka.close()
  rmSync(home, { recursive: true })
})

let topic: string
let id: string
beforeEach(async () => {
  topic = `replay-${crypto.randomUUID()}`
  id = crypto.randomUUID()
  await kafka.createTopic(topic, { partitions: 3 })
})

const flow = (to = topic) =>
  aFlow(
    aConfig(
      { mapping: { order: { complete: { data: { map: { id: 'data.id' } } } }, page: { view: { ignore: true } } } },
      { topic: to, key: 'data.id', compression: 'gzip' },
    ),
  )
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anEvent({ data: { id: `O-${from + index}` } }))

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
      ask('POST', '', { id, profile: 'test', flow: flow(), ...more }, caller),
    send: (from: number, to: number, more: object = {}) =>
      ask('PUT', `/${id}/events`, { from, events: events(from, to), ...more }),
    close: () => replays.close(),
  }
}

/** Takes a group's positions from Kafka, as it does by itself a week after the last one. */
async function forgetGroup(group: string): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: profile.brokers })
  await admin.deleteGroups({ groups: [group] })
  await admin.close()
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
      await kafka.createTopic(other, { partitions: 3 })
      const headers = { 'x-ü': 'ß😀', 'x-list': ['a', '', 'b'], empty: '' }
      // Without ids, which a preview pins and a replay does not.
      const mapping = { order: { complete: { data: { map: { id: 'data.id', text: 'data.text', user: 'user' } } } } }
      const to = (name: string) => aFlow(aConfig({ mapping }, { topic: name, key: 'data.id', compression, headers }))
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

  it('goes on under its id on a restarted bridge', async () => {
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

  it('goes on where it was, whatever topics were made or taken from the allowlist meanwhile', async () => {
    const others = flow(`replay-missing-${id}`)
    const spare = `replay-spare-${id}`
    await kafka.createTopic(spare, { partitions: 1 })
    // The topic of the settings is not there, so the position is noted in another one.
    const narrow = { topics: ['replay-spare-*', 'replay-0*', 'replay-missing-*'] }
    const first = bridgeFor(narrow)
    expect((await first.open({ flow: others })).body.accepted).toBe(0)
    await first.send(0, 20)
    await first.close()
    // One sorts before, one is that of the settings; and the one with the position is no longer allowed.
    const before = `replay-0-${id}`
    await kafka.createTopic(before, { partitions: 1 })
    await kafka.createTopic(`replay-missing-${id}`, { partitions: 1 })
    const second = bridgeFor({ topics: ['replay-0*', 'replay-missing-*'] })
    expect((await second.open({ flow: others })).body).toMatchObject({ accepted: 20, done: 0, failed: 20 })
    await second.send(20, 30, { isLast: true })
    await second.close()
    const third = bridgeFor({ topics: ['*'] })
    expect((await third.open({ flow: others })).body).toMatchObject({ accepted: 30, done: 10, failed: 20 })
    await third.close()
    // The same without the journal of that bridge.
    const elsewhere = bridgeFor({ topics: ['*'] }, { folder: mkdtempSync(join(home, 'other-')) })
    expect((await elsewhere.open({ flow: others })).body).toMatchObject({ accepted: 30 })
    await elsewhere.close()
  })

  it.each([
    { fact: 'its group', forget: () => forgetGroup(`kafka-mapping-designer-${id}`) },
    { fact: 'the topic that it was noted in', forget: () => kafka.deleteTopic(topic) },
  ])('says so where Kafka has forgotten $fact, and writes nothing twice without being told to', async ({ forget }) => {
    const first = bridgeFor()
    await first.open()
    await first.send(0, 20)
    await first.close()
    await forget()
    await kafka.createTopic(topic, { partitions: 3 }).catch(() => {})
    const second = bridgeFor()
    expect(await second.open()).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'replay-position-lost',
          message: expect.stringContaining('its journal says that the first 20 events were written.'),
        },
      },
    })
    expect((await second.open({ position: 'journal' })).body).toMatchObject({
      status: 'running',
      accepted: 20,
      done: 20,
    })
    await second.send(20, 30)
    await second.close()
    const third = bridgeFor()
    expect((await third.open()).body).toMatchObject({ accepted: 30, done: 30 })
    expect((await third.open({ position: 'start' })).body).toMatchObject({ accepted: 0, done: 0 })
    await third.close()
    // What was started over stays so, here and elsewhere.
    const fourth = bridgeFor({}, { folder: mkdtempSync(join(home, 'other-')) })
    expect((await fourth.open()).body.accepted).toBe(0)
    await fourth.close()
  })

  describe('belongs to what it was begun with', () => {
    const live = { name: 'live', environment: 'production' } as const
    const second = () => {
      const { flows, ...rest } = flow()
      const { default: only } = flows as { default: { destinations: { kafka: object } } }
      return { ...rest, flows: { default: { ...only, destinations: { second: only.destinations.kafka } } } }
    }
    const others = [
      { fact: 'another profile', more: () => ({ profile: 'test' }), says: 'its profile is live and not test' },
      { fact: 'another flow', more: () => ({ flow: flow('replay-other') }), says: 'its flow makes other records' },
      {
        fact: 'another destination',
        more: () => ({ flow: second() }),
        says: 'its destination is default/kafka and not default/second',
      },
      { fact: 'another caller', more: () => ({}), caller: 'somebody else', says: 'it belongs to another caller' },
    ]

    it.each(others)('and is not taken up by $fact, open or not', async ({ more, caller, says }) => {
      const first = bridgeFor(live, { others: [profile] })
      expect((await first.open({ profile: 'live', confirm: 'live' })).status).toBe(201)
      await first.send(0, 10)
      await first.ask('POST', `/${id}`, { action: 'pause' })
      const refused = {
        status: 409,
        body: {
          error: {
            code: 'replay-differs',
            message: expect.stringContaining(says),
            hint: 'Its first 10 events are written. Go on with what it was begun with; or replay under another id, without those events unless they are to be written again.',
          },
        },
      }
      const given = { profile: 'live', confirm: 'live', ...more() }
      expect(await first.open(given, caller)).toMatchObject(refused)
      expect((await first.ask('GET', `/${id}`)).body.status).toBe('paused')
      await first.close()
      const later = bridgeFor(live, { others: [profile] })
      expect(await later.open(given, caller)).toMatchObject(refused)
      await later.close()
      await expect.poll(keys).toEqual(wanted(10))
    })

    it('and asks for the name of its own cluster, however it is resumed', async () => {
      const { open, ask, close } = bridgeFor(live)
      const unconfirmed = { status: 403, body: { error: { code: 'not-confirmed' } } }
      expect(await open({ profile: 'live' })).toMatchObject(unconfirmed)
      await open({ profile: 'live', confirm: 'live' })
      await ask('POST', `/${id}`, { action: 'pause' })
      expect(await open({ profile: 'live' })).toMatchObject(unconfirmed)
      expect(await ask('POST', `/${id}`, { action: 'resume' })).toMatchObject(unconfirmed)
      expect(await ask('POST', `/${id}`, { action: 'resume', confirm: 'test' })).toMatchObject(unconfirmed)
      expect((await ask('GET', `/${id}`)).body.status).toBe('paused')
      expect((await ask('POST', `/${id}`, { action: 'resume', confirm: 'live' })).body.status).toBe('running')
      await close()
    })

    it('and is neither fed, paused nor ended by another caller', async () => {
      const { open, ask, close } = bridgeFor()
      await open()
      for (const request of [
        ['PUT', `/${id}/events`, { from: 0, events: events(0, 1) }],
        ['POST', `/${id}`, { action: 'pause' }],
        ['POST', `/${id}`, { action: 'resume' }],
        ['DELETE', `/${id}`],
      ] as const) {
        const [method, path, body] = request
        expect(await ask(method, path, body, 'somebody else')).toMatchObject({
          status: 403,
          body: { error: { code: 'replay-of-another' } },
        })
      }
      expect((await ask('GET', `/${id}`, undefined, 'somebody else')).body).toMatchObject({
        status: 'running',
        accepted: 0,
      })
      await close()
    })
  })

  it('that nobody feeds is let go after a quarter of an hour, and can be taken up again', async () => {
    let now = testNow
    const { open, send, ask, close } = bridgeFor({}, { clock: () => now })
    await open()
    await send(0, 10)
    now += 15 * 60_000 - 1
    expect((await ask('GET', `/${id}`)).status).toBe(200)
    now += 15 * 60_000
    expect(await ask('GET', `/${id}`)).toMatchObject({ status: 404, body: { error: { code: 'replay-missing' } } })
    expect((await open()).body).toMatchObject({ status: 'running', accepted: 10, done: 10 })
    await close()
  })

  it('opened twice at once is one replay', async () => {
    const { open, send, close } = bridgeFor()
    const answers = await Promise.all([open(), open(), open()])
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(Array(3).fill([201, 'running']))
    expect((await send(0, 10)).body).toMatchObject({ status: 'running', accepted: 10 })
    await close()
  })

  it('is one of twenty at most of a caller, of which those that are done make room', async () => {
    const { ask, close } = bridgeFor()
    const openAs = (name: string, caller?: string) =>
      ask('POST', '', { id: name, profile: 'test', flow: flow() }, caller)
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID())
    // All at once, as a page does that is open in many tabs.
    const opened = await Promise.all(ids.map((name) => openAs(name)))
    expect(opened.map(({ body }) => body.status)).toEqual(ids.map(() => 'running'))
    const last = crypto.randomUUID()
    expect(await openAs(last)).toMatchObject({ status: 429, body: { error: { code: 'too-many-replays' } } })
    expect((await openAs(crypto.randomUUID(), 'somebody else')).body.status).toBe('running')
    await ask('PUT', `/${ids[0]}/events`, { from: 0, events: [], isLast: true })
    expect((await openAs(last)).body.status).toBe('running')
    expect(await ask('GET', `/${ids[0]}`)).toMatchObject({ status: 404, body: { error: { code: 'replay-missing' } } })
    await close()
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
