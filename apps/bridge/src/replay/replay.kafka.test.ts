import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { Admin } from '@platformatic/kafka'
import { describe, expect, it } from 'vitest'
import { asDesigner, testNow } from '../testing.ts'
import { replaysOnKafka, wanted } from '../testing-replays.ts'

const { profile, kafka, home, names, flow, bridgeFor, keys } = replaysOnKafka()

/** Takes a group's positions from Kafka, as it does by itself a week after the last one. */
async function forgetGroup(group: string): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: profile.brokers })
  await admin.deleteGroups({ groups: [group] })
  await admin.close()
}

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
      const other = `${names.topic}-produced`
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
      await ask('POST', '', { id: names.id, profile: 'test', flow: to(names.topic) })
      const { body: state } = await ask('PUT', `/${names.id}/events`, { from: 0, events: odd, isLast: true })
      expect(state).toMatchObject({ status: 'done', done: odd.length })
      const recordsOf = async (name: string) =>
        (await kafka.browse(name, { from: { kind: 'earliest' }, limit: 10 }))
          .map(({ key, value, headers, timestamp, partition }) => ({ key, value, headers, timestamp, partition }))
          .sort((a, b) => JSON.stringify(a.key).localeCompare(JSON.stringify(b.key)))
      await expect.poll(() => recordsOf(names.topic)).toEqual(await recordsOf(other))
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
              a: { b: { settings: { topic: `replay-missing-${names.id}` } } },
            },
          },
          { topic: names.topic, key: 'data.id', compression: 'none' },
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
    const { body } = await ask('PUT', `/${names.id}/events`, { from: 0, events, isLast: true })
    expect(body).toMatchObject({ status: 'done', accepted: 7, done: 2, skipped: 1, failed: 4 })
    const list = await (await app.request(`/api/replays/${names.id}/failures`, asDesigner())).text()
    const failures = list
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { index: number; reason: string })
    expect(failures.sort((a, b) => a.index - b.index)).toEqual([
      { index: 2, topic: 'secret', reason: 'secret is not in the allowlist of profile test.' },
      { index: 3, topic: `replay-missing-${names.id}`, reason: expect.stringContaining('does not exist') },
      { index: 4, topic: names.topic, reason: expect.stringContaining('larger') },
      { index: 6, topic: names.topic, reason: expect.stringContaining('does not accept the timestamp') },
    ])
    await expect.poll(keys).toHaveLength(2)
  })

  it('goes on where it was, whatever topics were made or taken from the allowlist meanwhile', async () => {
    const others = flow(`replay-missing-${names.id}`)
    const spare = `replay-spare-${names.id}`
    await kafka.createTopic(spare, { partitions: 1 })
    // The topic of the settings is not there, so the position is noted in another one.
    const narrow = { topics: ['replay-spare-*', 'replay-0*', 'replay-missing-*'] }
    const first = bridgeFor(narrow)
    expect((await first.open({ flow: others })).body.accepted).toBe(0)
    await first.send(0, 20)
    await first.close()
    // One sorts before, one is that of the settings; and the one with the position is no longer allowed.
    const before = `replay-0-${names.id}`
    await kafka.createTopic(before, { partitions: 1 })
    await kafka.createTopic(`replay-missing-${names.id}`, { partitions: 1 })
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
    { fact: 'its group', forget: () => forgetGroup(`kafka-mapping-designer-${names.id}`) },
    { fact: 'the topic that it was noted in', forget: () => kafka.deleteTopic(names.topic) },
  ])('says so where Kafka has forgotten $fact, and writes nothing twice without being told to', async ({ forget }) => {
    const first = bridgeFor()
    await first.open()
    await first.send(0, 20)
    await first.close()
    await forget()
    await kafka.createTopic(names.topic, { partitions: 3 }).catch(() => {})
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

  it('that nobody feeds is let go after a quarter of an hour, and can be taken up again', async () => {
    let now = testNow
    const { open, send, ask, close } = bridgeFor({}, { clock: () => now })
    await open()
    await send(0, 10)
    now += 15 * 60_000 - 1
    expect((await ask('GET', `/${names.id}`)).status).toBe(200)
    now += 15 * 60_000
    expect(await ask('GET', `/${names.id}`)).toMatchObject({ status: 404, body: { error: { code: 'replay-missing' } } })
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
    expect((await ask('POST', `/${names.id}`, { action: 'pause' })).body.status).toBe('paused')
    expect((await send(10, 20)).body.error.code).toBe('replay-paused')
    expect((await ask('POST', `/${names.id}`, { action: 'resume' })).body).toMatchObject({
      status: 'running',
      accepted: 10,
    })
    await send(10, 20)
    expect((await ask('DELETE', `/${names.id}`)).body.status).toBe('cancelled')
    await expect.poll(keys).toEqual(wanted(20))
  })
})
