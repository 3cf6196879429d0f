import { describe, expect, it } from 'vitest'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'
import { aBridge, asDesigner } from '../testing.ts'

describe('a cluster', () => {
  const kafka = { createTopic: async () => {} } as unknown as KafkaPort
  const registry: SchemaRegistry = {
    mayRegister: true,
    subjects: async () => ['orders-value'],
    latest: async (subject) =>
      subject === 'orders-value'
        ? { subject, version: 2, id: 7, schemaType: 'AVRO', schema: '{}', hasReferences: false }
        : undefined,
    compared: async (subject, isTransitive) => {
      const one = { subject, schemaType: 'JSON', schema: '{}', hasReferences: false }
      if (subject !== 'orders-value') return []
      return [{ ...one, version: 2, id: 7 }, ...(isTransitive ? [{ ...one, version: 1, id: 6 }] : [])]
    },
    isCompatible: async () => ({ isCompatible: true, reasons: [] }),
    register: async () => {},
    objectionTo: async () => undefined,
    byId: async () => undefined,
  }
  const ask = async (path: string, body?: object, parts: Parameters<typeof aBridge>[0] = { kafka, registry }) => {
    const answer = await aBridge(parts).request(`/api${path}`, asDesigner({ body }))
    return { status: answer.status, body: await answer.json() }
  }

  it('tells the page what it can', async () => {
    const profileOf = async (parts: object) =>
      ((await ask('/session', undefined, parts)).body as { profiles: object[] }).profiles[0]
    const plain = { name: 'test', environment: 'local', mayProduce: true, mayCreateTopics: true, topics: ['*'] }
    const mayDelete = { mayDeleteTopics: true, mustConfirm: false }
    expect(await profileOf({ kafka })).toEqual({ ...plain, ...mayDelete })
    const withRegistry = { ...plain, ...mayDelete, hasRegistry: true }
    expect(await profileOf({ kafka, registry })).toEqual({ ...withRegistry, mayRegisterSchemas: true })
    expect(await profileOf({ kafka, registry: { ...registry, mayRegister: false } })).toEqual(withRegistry)
  })

  it('has the subjects of its registry', async () => {
    expect((await ask('/profiles/test/subjects/orders-value')).body).toMatchObject({ version: 2, schemaType: 'AVRO' })
    expect(await ask('/profiles/test/subjects/none')).toMatchObject({
      status: 404,
      body: { error: { code: 'subject-missing', message: 'The registry has no subject none.' } },
    })
    const versions = async (query = '') => (await ask(`/profiles/test/subjects/orders-value/versions${query}`)).body
    expect(await versions()).toMatchObject({ versions: [{ version: 2 }] })
    expect(await versions('?transitive=true')).toMatchObject({ versions: [{ version: 2 }, { version: 1 }] })
    expect(await versions('?transitive=no')).toMatchObject({
      error: { message: expect.stringContaining('transitive') },
    })
    expect(await ask('/profiles/test/subjects/none/versions')).toMatchObject({ status: 404 })
    expect(await ask('/profiles/test/subjects', undefined, { kafka })).toMatchObject({
      status: 404,
      body: { error: { code: 'no-registry' } },
    })
  })

  it('creates a topic as requested', async () => {
    const calls: unknown[] = []
    const createTopic: KafkaPort['createTopic'] = async (...given) => void calls.push(given)
    const parts = { kafka: { createTopic } as unknown as KafkaPort }
    await ask('/profiles/test/topics', { topic: 'a' }, parts)
    const given = { topic: 'b', partitions: 6, replicationFactor: 2, config: { 'retention.ms': '1' } }
    expect((await ask('/profiles/test/topics', given, parts)).body).toEqual({ name: 'b', partitions: 6 })
    const { topic: _, ...settings } = given
    expect(calls).toEqual([
      ['a', { partitions: 3 }],
      ['b', settings],
    ])
  })

  it('is not read from an offset or a time that nobody names', async () => {
    expect(await ask('/profiles/test/topics/orders/records?from=time')).toMatchObject({
      status: 400,
      body: { error: { message: 'at is missing: the time to read from.', place: 'at' } },
    })
  })
})

it('registers a schema on production once its name is typed', async () => {
  const registered: string[] = []
  const registry = {
    mayRegister: true,
    register: async ({ subject }) => void registered.push(subject),
  } as SchemaRegistry
  const app = aBridge({ kafka: {} as KafkaPort, registry, profile: { name: 'live', environment: 'production' } })
  const body = { subject: 'orders-value', schemaType: 'JSON', schema: '{}' }
  for (const query of ['', '?confirm=', '?confirm=orders', '?confirm=Orders-value']) {
    const answer = await app.request(`/api/profiles/live/subjects${query}`, asDesigner({ body }))
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'not-confirmed',
        message: 'live is a production cluster: the name of orders-value has to be typed before it is changed.',
      },
    })
  }
  expect(registered).toEqual([])
  const answer = await app.request('/api/profiles/live/subjects?confirm=orders-value', asDesigner({ body }))
  expect(answer.status).toBe(201)
  expect(registered).toEqual(['orders-value'])
})
