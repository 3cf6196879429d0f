import { createServer, type RequestListener } from 'node:http'
import { type LocalRegistry, startLocalRegistry } from '@mapping-designer/local-kafka/registry'
import type {} from '@mapping-designer/local-kafka/testing'
import { contractOf } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type {
  BrowsedRecord,
  Outcome,
  ProduceReply,
  ReplayState,
  SetupPlan,
  WantedSchema,
} from '@mapping-designer/shared-types'
import avro from 'avsc'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { writeRecords } from '../kafka/testing.ts'
import { aBridge, asDesigner } from '../testing.ts'
import { schemaRegistry } from './schema-registry.ts'

const brokers = [inject('kafka').brokers.plaintext]
const kafka = kafkaCluster(aProfile({ brokers }))
const topic = `schema-${crypto.randomUUID()}`
const subject = `${topic}-value`
const schemaOf = (total: string) =>
  JSON.stringify({
    type: 'object',
    properties: { id: { type: 'string' }, total: { type: total } },
    required: ['total'],
  })
const wanted: WantedSchema = { subject, schemaType: 'JSON', schema: schemaOf('number'), compatibility: 'BACKWARD' }

let local: LocalRegistry
beforeAll(async () => {
  local = await startLocalRegistry()
  await kafka.createTopic(topic, { partitions: 1 })
})
afterAll(async () => {
  await kafka.close()
  await local?.stop()
})

const settings = (url = local.url) => ({ url, mayRegister: true, checksValues: true })
const bridge = (registry = schemaRegistry(settings())) => aBridge({ kafka, registry, profile: { brokers } })
const ask = async <T>(path: string, body?: object, on = bridge()) => {
  const answer = await on.request(`/api${path}`, asDesigner(body === undefined ? {} : { body }))
  return { status: answer.status, body: (await answer.json()) as T & { error: { code: string; message: string } } }
}
const plan = async (schema?: WantedSchema, on = bridge()) =>
  (await ask<SetupPlan>('/profiles/test/setup', { topics: [{ topic }], ...(schema && { schema }) }, on)).body.schemas

describe('a schema registry', () => {
  it('is compared with the flow, filled from it, and compared again', async () => {
    expect(await plan(wanted)).toMatchObject([{ subject, state: 'missing', wanted }])
    expect((await ask('/profiles/test/subjects', wanted)).status).toBe(201)
    expect((await ask<{ subjects: string[] }>('/profiles/test/subjects')).body.subjects).toContain(subject)
    expect((await ask(`/profiles/test/subjects/${subject}`)).body).toMatchObject({
      version: 1,
      schemaType: 'JSON',
      compatibility: 'BACKWARD',
    })
    expect(await plan(wanted)).toMatchObject([{ state: 'ok', detail: 'It is version 1.' }])
    expect(await plan({ ...wanted, compatibility: 'FULL' })).toMatchObject([
      { state: 'differs', detail: 'It is version 1; its compatibility is BACKWARD and not FULL.' },
    ])
    expect(await plan({ ...wanted, schema: schemaOf('string') })).toMatchObject([{ state: 'incompatible' }])
    expect(await plan()).toMatchObject([{ state: 'ok', detail: expect.stringMatching(/compared with version 1/) }])
  })

  it('takes what contract writes', async () => {
    const outcome: Outcome = {
      kind: 'message',
      record: { topic, key: '', headers: {}, timestamp: '1', value: '{"id":"A","total":5}' },
      send: { acks: -1, compression: 0 },
      rule: null,
    }
    const schema = JSON.stringify(contractOf({}, [outcome])[topic])
    const contract = { subject: `contract-${subject}`, schemaType: 'JSON', schema } as const
    await schemaRegistry(settings()).register(contract)
    expect(await schemaRegistry(settings()).latest(contract.subject)).toMatchObject({ version: 1, schema })
  })

  it('compares with all versions where its mode is transitive', async () => {
    const registry = schemaRegistry(settings())
    const versions = { subject: `versions-${subject}`, schemaType: 'JSON' } as const
    await registry.register({ ...versions, schema: schemaOf('number'), compatibility: 'NONE' })
    await registry.register({ ...versions, schema: schemaOf('string'), compatibility: 'FORWARD' })
    const compared = async () => (await registry.compared(versions.subject)).map(({ version }) => version)
    expect(await compared()).toEqual([2])
    // It reads what version 2 reads, and not what version 1 does.
    const next = { ...versions, schema: schemaOf('string').replace('{', '{"title":"next",') }
    const planned = async () => (await plan(next))?.find(({ subject }) => subject === versions.subject)
    expect(await planned()).toMatchObject({ state: 'differs' })
    await registry.register({ ...versions, schema: schemaOf('string'), compatibility: 'FORWARD_TRANSITIVE' })
    expect(await compared()).toEqual([2, 1])
    expect(await planned()).toMatchObject({
      state: 'incompatible',
      detail: expect.stringMatching(/^It may not follow version 1/),
    })
  })

  it('keeps values that do not fit from being produced, one by one and in a replay', async () => {
    const flow = aFlow(
      aConfig(
        { mapping: { order: { complete: { data: { map: { id: 'data.id', total: 'data.total' } } } } } },
        { topic, key: 'data.id', compression: 'none' },
      ),
    )
    const events = [anEvent({ data: { id: 'A', total: 5 } }), anEvent({ data: { id: 'B', total: 'five' } })]
    const on = bridge()
    const { body } = await ask<ProduceReply>('/produce', { profile: 'test', flow, events }, on)
    const reason = `The value does not fit version 1 of ${subject}: /total must be number.`
    expect(body.results).toMatchObject([
      { status: 'produced', identical: true },
      { status: 'refused', failure: 'schema', reason },
    ])
    const id = crypto.randomUUID()
    expect(await ask('/replays', { id, profile: 'test', flow }, on)).toMatchObject({ status: 201 })
    const chunk = asDesigner({ method: 'PUT', body: { from: 0, events, isLast: true } })
    const state = (await (await on.request(`/api/replays/${id}/events`, chunk)).json()) as ReplayState
    expect(state).toMatchObject({ status: 'done', done: 1, failed: 1 })
    const keys = async () =>
      (await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 10 })).map(({ key }) => key)
    // Consumers see a transaction some ms after it was committed.
    await expect.poll(keys).toEqual([{ text: 'A' }, { text: 'A' }])
  })

  it('reads the Avro values of a topic, with the schema that it keeps', async () => {
    const avroTopic = `avro-${crypto.randomUUID()}`
    await kafka.createTopic(avroTopic, { partitions: 1 })
    const type = avro.Type.forSchema({ type: 'record', name: 'E', fields: [{ name: 'name', type: 'string' }] })
    const body = { subject: `${avroTopic}-value`, schemaType: 'AVRO' as const, schema: JSON.stringify(type.schema()) }
    expect((await ask('/profiles/test/subjects', body)).status).toBe(201)
    const { id = 0 } = (await schemaRegistry(settings()).latest(body.subject)) ?? {}
    const head = Buffer.alloc(5)
    head.writeUInt32BE(id, 1)
    const value = Buffer.concat([head, type.toBuffer({ name: 'order complete' })])
    await writeRecords(inject('kafka').brokers.plaintext, avroTopic, [{ value, partition: 0 }])
    const { records } = (await ask<{ records: BrowsedRecord[] }>(`/profiles/test/topics/${avroTopic}/records`)).body
    expect(records).toMatchObject([{ decoded: { json: '{"name":"order complete"}' } }])
  })

  it('of which nobody may write refuses to register, and a profile without one says so', async () => {
    const readOnly = bridge(schemaRegistry({ ...settings(), mayRegister: false }))
    expect((await ask('/profiles/test/subjects', wanted, readOnly)).body.error.code).toBe('read-only')
    const without = aBridge({ kafka, profile: { brokers } })
    expect((await ask('/profiles/test/subjects', undefined, without)).body.error.code).toBe('no-registry')
    expect(await plan(wanted, without)).toMatchObject([{ state: 'no-registry' }])
  })
})

describe('a registry that means harm, or is none', () => {
  const fake = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer)
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as { port: number }).port}`
  }
  const failureAt = (url: string) =>
    schemaRegistry({ ...settings(url), username: 'someone', password: 'pa55' })
      .subjects()
      .then(
        () => 'answered',
        (error: Error) => error.message,
      )

  it('is not followed elsewhere, and the login goes nowhere else', async () => {
    let seen = ''
    const other = await fake((request, response) => {
      seen = request.headers.authorization ?? 'none'
      response.end('[]')
    })
    const url = await fake((_request, response) => response.writeHead(302, { location: `${other}/subjects` }).end())
    expect(await failureAt(url)).toMatch(/sends elsewhere, which is not followed\.$/)
    expect(seen).toBe('')
  })

  it('is not read for ever', async () => {
    const url = await fake((_request, response) => {
      const more = () => {
        if (response.destroyed) return
        response.write('x'.repeat(2 ** 16))
        setImmediate(more)
      }
      more()
    })
    expect(await failureAt(url)).toMatch(/larger than 2 MiB/)
  })

  it.each([
    { fact: 'the metadata service of a cloud', url: 'http://169.254.169.254/' },
    { fact: 'that service over IPv6', url: 'http://[fd00:ec2::254]/' },
    { fact: 'that service as a mapped address', url: 'http://[::ffff:169.254.169.254]/' },
  ])('is not asked where it is $fact', async ({ url }) => {
    expect(await failureAt(url)).toMatch(/link-local or reserved/)
  })

  it.each([
    { fact: 'nobody answers', url: async () => 'http://127.0.0.1:1', sentence: /does not answer \(ECONNREFUSED\)\.$/ },
    {
      fact: 'it is a web page',
      url: () => fake((_request, response) => response.end('<html>')),
      sentence: /does not answer as a schema registry does\.$/,
    },
    {
      fact: 'the login is wrong',
      url: () => fake((_request, response) => response.writeHead(401).end()),
      sentence: /does not let this user do that \(401\)\.$/,
    },
  ])('is told in a sentence where $fact', async ({ url, sentence }) => {
    const message = await failureAt(await url())
    expect(message).toMatch(sentence)
    expect(message).not.toContain('pa55')
  })
})
