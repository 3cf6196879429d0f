import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordDigest } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { PreviewLine } from '@mapping-designer/shared-types'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { openAudit } from '../operation/audit.ts'
import { answerFile } from '../produce/answer-journal.ts'
import { aBridge, asDesigner, testNow } from '../testing.ts'

const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } }))

describe('randomness of records that are produced one by one', () => {
  const random = { fn: '$code:() => Math.random()' }
  const flow = aFlow(aConfig({ mapping: { order: { complete: { data: { map: { random } } } } } }))
  const events = [anEvent(), anEvent(), anEvent()]
  async function produce(more: object = {}): Promise<string[]> {
    const values: string[] = []
    const send: KafkaPort['send'] = async ({ value }) => {
      values.push(value)
      return { partition: 0, offset: '0' }
    }
    const app = aBridge({ kafka: { send } as KafkaPort })
    const body = { flow, profile: 'test', events, verify: false, ...more }
    expect((await app.request('/api/produce', asDesigner({ body }))).status).toBe(200)
    return values
  }

  it('differs from event to event, and from request to request', async () => {
    expect(new Set([...(await produce()), ...(await produce())]).size).toBe(6)
  })

  it('is that of the preview where the records were on screen', async () => {
    const answer = await aBridge().request('/api/preview', asDesigner({ body: { flow, events, now: testNow } }))
    const { results } = (await answer.json()) as { results: PreviewLine[] }
    const records = results.flatMap(({ message }) => message ?? [])
    const digests = await Promise.all(records.map(recordDigest))
    expect(await produce({ digests, now: testNow })).toEqual(records.map(({ value }) => value))
  })
})

describe('limits of a profile', () => {
  const kafka = {} as KafkaPort
  const body = { flow, profile: 'live', events: [anEvent(), anEvent()] }
  it('sends nothing to production before its name is typed', async () => {
    const app = aBridge({ kafka, profile: { name: 'live', environment: 'production' } })
    for (const confirm of [undefined, 'Live', '']) {
      const answer = await app.request('/api/produce', asDesigner({ body: { ...body, confirm } }))
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'not-confirmed' } })
    }
  })
  it('sends no more records at once than the profile takes', async () => {
    const app = aBridge({ kafka, profile: { name: 'live', maxRecords: 1 } })
    const answer = await app.request('/api/produce', asDesigner({ body }))
    expect(await answer.json()).toMatchObject({
      error: { code: 'too-many-records', message: expect.stringContaining('takes at most 1 at once, and these are 2') },
    })
  })
})

describe('a request that is sent again', () => {
  /** A cluster that counts what it is sent. */
  const counting = (answered: Promise<void> = Promise.resolve()) => {
    const sent: string[] = []
    const kafka = {
      partitionsOf: async () => 1,
      send: async ({ key }: { key: string }) => {
        sent.push(key)
        await answered
        return { partition: 0, offset: String(sent.length) }
      },
    } as unknown as KafkaPort
    return { sent, kafka }
  }
  const body = { flow, profile: 'test', events: [anEvent()], verify: false }

  it('produces once under one Idempotency-Key, also when both are under way', async () => {
    const { sent, kafka } = counting()
    const app = aBridge({ kafka })
    const ask = () => app.request('/api/produce', asDesigner({ body, headers: { 'idempotency-key': 'k-1' } }))
    const answers = await Promise.all([ask(), ask()])
    const [first, second, third] = await Promise.all([...answers, await ask()].map((answer) => answer.json()))
    expect([second, third]).toEqual([first, first])
    expect(sent).toHaveLength(1)
  })
  it('is refused under the key of another request', async () => {
    const { sent, kafka } = counting()
    const app = aBridge({ kafka })
    const ask = (events: unknown[]) =>
      app.request('/api/produce', asDesigner({ body: { ...body, events }, headers: { 'idempotency-key': 'k-1' } }))
    await ask([anEvent()])
    const answer = await ask([anEvent(), anEvent()])
    expect(await answer.json()).toMatchObject({ error: { code: 'key-reused' } })
    expect(sent).toHaveLength(1)
  })
  it('is not produced again by a restarted bridge', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'answers-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const start = (kafka: KafkaPort) => {
      const answers = answerFile(join(folder, 'answers.jsonl'), () => testNow)
      const app = aBridge({ kafka, answers })
      return async (key: string) =>
        (await app.request('/api/produce', asDesigner({ body, headers: { 'idempotency-key': key } }))).json()
    }
    const { sent, kafka } = counting()
    const first = await start(kafka)('answered')
    // The bridge ends while this one is under way.
    const stuck = counting(new Promise(() => {}))
    void start(stuck.kafka)('interrupted')
    await expect.poll(() => stuck.sent.length).toBe(1)
    const again = start(kafka)
    expect(await again('answered')).toEqual(first)
    expect(await again('interrupted')).toMatchObject({ error: { code: 'interrupted' } })
    expect(sent).toHaveLength(1)
  })
  it('is refused before anything is sent where nothing may be done without an audit, and looking is not', async () => {
    const { sent, kafka } = counting()
    const folder = mkdtempSync(join(tmpdir(), 'audit-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'audit.jsonl')
    const audit = await openAudit(
      path,
      () => testNow,
      () => {},
    )
    const app = aBridge({ kafka, audit: audit.write, beforeChange: audit.announce })
    const status = async (route: string, request?: Parameters<typeof asDesigner>[0]) =>
      (await app.request(route, asDesigner(request))).status
    expect(await status('/api/produce', { body })).toBe(200)
    await audit.close()
    rmSync(path)
    mkdirSync(path)
    expect(await status('/api/produce', { body })).toBe(507)
    expect(await status('/api/profiles/test/topics', { body: { topic: 'orders' } })).toBe(507)
    expect(await status('/api/profiles/test/topics/orders', { method: 'DELETE' })).toBe(507)
    expect(await status('/api/session')).toBe(200)
    expect(sent).toHaveLength(1)
    rmdirSync(path)
    expect(await status('/api/produce', { body })).toBe(200)
    await audit.close()
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ action }) => action)).toEqual(['begin', 'produce'])
  })
  it('waits where the profile has had its records of the minute', async () => {
    const { sent, kafka } = counting()
    let now = testNow
    const app = aBridge({ kafka, clock: () => now, profile: { maxPerMinute: 2 } })
    const ask = () => app.request('/api/produce', asDesigner({ body }))
    const statuses = [(await ask()).status, (await ask()).status]
    const third = await ask()
    expect(await third.json()).toMatchObject({ error: { code: 'too-fast', hint: 'Try again in 60 s.' } })
    // A clock that is set back does not shut anybody out.
    now -= 3_600_000
    const back = await ask()
    expect([back.status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429])
    now += 3_600_000 + 60_001
    expect([...statuses, third.status, (await ask()).status]).toEqual([200, 200, 429, 200])
    expect(sent).toHaveLength(5)
  })
})
