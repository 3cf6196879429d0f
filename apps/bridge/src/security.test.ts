import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { PreviewLine } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Profile } from './config/profile.ts'
import { openWorkspace } from './files/workspace.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import { aBridge, asDesigner, testToken } from './testing.ts'

describe('a flow that means harm', () => {
  const preview = async (flow: object) => {
    const answer = await aBridge().request('/api/preview', asDesigner({ body: { flow, events: [anEvent()] } }))
    return ((await answer.json()) as { results: PreviewLine[] }).results
  }
  const unharmed = () => ({ own: Object.keys(Object.prototype), seen: ({} as { polluted?: unknown }).polluted })

  it.each<{ fact: string; config: string }>([
    { fact: 'a policy path', config: '{"policy":{"__proto__.polluted":{"value":"x"}}}' },
    { fact: 'a path over the constructor', config: '{"policy":{"constructor.prototype.polluted":{"value":"x"}}}' },
    { fact: 'a field name', config: '{"mapping":{"order":{"complete":{"data":{"map":{"__proto__":{"value":"x"}}}}}}}' },
    { fact: 'an entity', config: '{"mapping":{"__proto__":{"complete":{"ignore":true}}}}' },
    { fact: 'a header', config: '{"settings":{"kafka":{"headers":{"__proto__":"x"}}}}' },
  ])('changes no prototype by $fact', async ({ config }) => {
    const before = unharmed()
    const [line] = await preview(aFlow({ ...aConfig(), ...JSON.parse(config) }))
    expect(line?.outcome).toMatch(/message|failed|ignored|undeliverable/)
    expect(unharmed()).toEqual(before)
  })

  it.each([
    { fact: 'the process', code: 'typeof process + typeof require + typeof fetch' },
    { fact: 'the function that makes functions', code: "(() => {}).constructor('return typeof process')()" },
    { fact: 'the sandbox from the outside', code: "[].constructor.constructor('return typeof process')()" },
  ])('reaches $fact by no function', async ({ code }) => {
    const rule = { data: { map: { got: { fn: `$code:() => ${code}` } } } }
    const [line] = await preview(aFlow(aConfig({ mapping: { order: { complete: rule } } })))
    expect(line?.message?.value ?? '').not.toMatch(/object|\bfunction\b(?!undefined)/)
  })
})

describe('bodies that are built to break what reads them', () => {
  const schema = { schemaType: 'JSON', schema: '{}' }
  const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels)
  const ask = async (events: string, path = '/api/preview') => {
    const body = `{"flow":${JSON.stringify(aFlow())},"events":[${events}]}`
    const answer = await aBridge().request(path, asDesigner({ method: 'POST', body }))
    return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } }
  }

  it.each([
    { fact: 'arrays', events: nested('[', ']', 100_000) },
    { fact: 'objects', events: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
    { fact: 'arrays that nobody closes', events: '['.repeat(100_000) },
  ])('are refused with too many levels of $fact', async ({ events }) => {
    expect(await ask(events)).toMatchObject({ status: 400, body: { error: { code: 'too-deep' } } })
  })

  it('are read up to what may be an event, whatever their strings hold', async () => {
    const deep = `{"name":"order complete","data":{"list":${nested('[', ']', 400)}}}`
    const text = `{"name":"order complete","data":{"text":${JSON.stringify('["\\'.repeat(2_000))}}}`
    for (const events of [deep, text]) expect((await ask(events)).status).toBe(200)
  })

  it.each([
    { fact: 'a number beyond what Kafka counts', path: `/topics/a/records?from=time&at=${'9'.repeat(30)}` },
    { fact: 'no change', path: '/topics/a', method: 'PATCH', body: {} },
    { fact: 'a subject that no address can hold', path: '/subjects', body: { ...schema, subject: '..' } },
    { fact: 'a subject that is not Unicode', path: '/subjects', body: { ...schema, subject: '\ud800' } },
    {
      fact: 'a subject that leads elsewhere',
      path: '/setup',
      body: { topics: [], schema: { ...schema, subject: '.' } },
    },
    { fact: 'a topic that none can be', path: '/topics/a%2Fb' },
    { fact: 'a change of a prototype', path: '/topics/a', method: 'PATCH', body: '{"config":{"__proto__":"1"}}' },
    { fact: 'too many partitions', path: '/topics/a', method: 'PATCH', body: { partitions: 100_000 } },
  ])('are refused with $fact', async ({ path, ...request }) => {
    const kafka = kafkaCluster({ name: 'test', environment: 'local', brokers: ['127.0.0.1:1'], ...may })
    const answer = await aBridge({ kafka }).request(`/api/profiles/test${path}`, asDesigner(request))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { code: 'invalid-request', message: expect.stringMatching(/\.$/) },
    })
    await kafka.close()
  })
  const may = { mayProduce: true, mayCreateTopics: true, topics: ['*'] }
})

describe('what a caller writes into paths and headers', () => {
  it.each(['/api/profiles/x%0d%0aset-cookie:%20a=b/topics', '/api/replays/..%2f..%2fetc/failures', '/api/%E0%A4%A'])(
    'comes back in no header: %s',
    async (path) => {
      const answer = await aBridge().request(path, asDesigner())
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.get('set-cookie')).toBeNull()
      expect([...answer.headers.values()].join('\n')).not.toMatch(/a=b|etc/)
    },
  )
})

describe('files', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'files-'))
    writeFileSync(join(folder, 'flow.json'), '{}')
    writeFileSync(join(folder, '..', `secret-of-${folder.split('-').at(-1)}.json`), '{"secret":1}')
    symlinkSync('/etc/hostname', join(folder, 'link.json'))
  })
  afterAll(() => {
    rmSync(join(folder, '..', `secret-of-${folder.split('-').at(-1)}.json`))
    rmSync(folder, { recursive: true })
  })

  it.each([
    '../secret-of-FOLDER.json',
    '..%2fsecret-of-FOLDER.json',
    '%2e%2e/secret-of-FOLDER.json',
    '..%5csecret-of-FOLDER.json',
    '%2fetc%2fpasswd',
    'link.json',
    'flow.json%00.txt',
    '.git%2fconfig',
  ])('outside the workspace are neither read nor written: %s', async (name) => {
    const path = `/api/files/${name.replace('FOLDER', folder.split('-').at(-1) ?? '')}`
    const workspace = await openWorkspace(folder, join(folder, 'backups'))
    const app = aBridge({ workspace })
    const read = await app.request(path, asDesigner())
    const written = await app.request(path, asDesigner({ method: 'PUT', body: { text: '{}', version: 'x' } }))
    expect([read.status, written.status].every((status) => status >= 400 && status < 500)).toBe(true)
    expect(await read.text()).not.toMatch(/secret":1|root:/)
  })
})

describe('secrets', () => {
  const secrets = ['pa55-of-sasl', 'broker.internal.example', testToken]
  const profile: Partial<Profile> = {
    brokers: ['broker.internal.example:9093'],
    sasl: { mechanism: 'plain', username: 'someone', password: 'pa55-of-sasl' },
  }

  it('are in no answer, log or audit line', async () => {
    const written: object[] = []
    const kafka = kafkaCluster({ ...(profile as Profile), name: 'test', environment: 'local' } as Profile)
    const app = aBridge({ profile, kafka, audit: (line) => written.push(line), log: (fields) => written.push(fields) })
    const answers: string[] = []
    const flow = aFlow(aConfig())
    for (const request of [
      ['/api/session', {}],
      ['/api/openapi.json', {}],
      ['/metrics', {}],
      ['/ready', {}],
      ['/api/produce', { body: { flow, profile: 'test', events: [anEvent()] } }],
      ['/api/produce', { body: { flow, profile: 'nobody', events: [anEvent()] } }],
      ['/api/replays/none', { headers: { authorization: 'Bearer wrong' } }],
    ] as const) {
      const [path, init] = request
      answers.push(await (await app.request(path, asDesigner(init))).text())
    }
    await kafka.close()
    const seen = `${answers.join('\n')}\n${written.map((line) => JSON.stringify(line)).join('\n')}`
    // The person who may produce is told which broker does not answer; nobody else is.
    const told = secrets.filter((secret) => seen.includes(secret))
    expect(told).toEqual(['broker.internal.example'])
    expect(answers.filter((answer) => answer.includes('broker.internal.example'))).toHaveLength(1)
  })
})
