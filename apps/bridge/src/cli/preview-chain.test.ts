import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, anEvent } from '@mapping-designer/mapping-engine/testing'
import { kafkaPackage } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { type PreviewOptions, preview } from './preview.ts'

const folder = mkdtempSync(join(tmpdir(), 'preview-chain-'))

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const mark = (name: string) => `$code:(event) => ({ event: { ...event, data: { ...event.data, by: '${name}' } } })`

/** A flow of 4.2.1 with a chain of its source and one of its destination. */
const chained = {
  version: 4,
  flows: {
    default: {
      config: { platform: 'server', bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } },
      sources: { web: { package: '@walkeros/server-source-express', next: 'split' } },
      transformers: {
        mark: { code: { push: mark('destination') } },
        small: { code: { push: '$code:(event) => event.data.total > 50 ? undefined : false' } },
        split: {
          code: { push: '$code:(event) => [{ event: { ...event, id: "a" } }, { event: { ...event, id: "b" } }]' },
        },
      },
      destinations: {
        kafka: {
          package: kafkaPackage,
          before: ['small', 'mark'],
          config: aConfig({ mapping: { order: { complete: { data: { map: { id: 'id', by: 'data.by' } } } } } }),
        },
      },
    },
  },
}

const events = [anEvent({ id: 'x', data: { total: 60 } }), anEvent({ id: 'y', data: { total: 5 } })]

async function run(flow: unknown, options: PreviewOptions = {}) {
  const written: string[] = []
  const path = file('flow.json', flow)
  const given: PreviewOptions = { events: file('events.json', events), now: '1700000000000', json: true, ...options }
  await preview(path, given, (text) => written.push(text))
  return written.map((line) => JSON.parse(line))
}

describe('preview of a whole flow', () => {
  it('runs the chain before the destination, and says which step dropped an event', async () => {
    expect(await run(chained)).toMatchObject([
      { outcome: 'message', message: { value: '{"id":"x","by":"destination"}' } },
      { outcome: 'dropped', message: null, reason: 'dropped by small: returned false' },
    ])
  })

  it('runs the chain of a source where events come in there, and shows each record', async () => {
    const [first] = await run(chained, { into: 'source.web' })
    expect(first.messages.map(({ value }: { value: string }) => value)).toEqual([
      '{"id":"a","by":"destination"}',
      '{"id":"b","by":"destination"}',
    ])
  })

  it('takes what somebody assumes of a transformer that cannot be run, and says so at each record', async () => {
    const flow = structuredClone(chained)
    Object.assign(flow.flows.default.transformers, { small: { package: '@walkeros/server-transformer-bot' } })
    expect(await run(flow)).toMatchObject([{ outcome: 'not-proven' }, { outcome: 'not-proven' }])
    const assume = file('assume.json', { small: { push: '(event) => event.data.total > 50 ? undefined : false' } })
    expect(await run(flow, { assume })).toMatchObject([
      { outcome: 'message', assumed: ['small'] },
      { outcome: 'dropped', assumed: ['small'] },
    ])
    await expect(run(flow, { assume: file('wrong.json', { small: { does: 1 } }) })).rejects.toThrow(
      /wrong\.json must hold .*"push"/,
    )
  })

  it('leaves out the chain on demand', async () => {
    expect(await run(chained, { destinationOnly: true })).toMatchObject([
      { message: { value: '{"id":"x"}' } },
      { message: { value: '{"id":"y"}' } },
    ])
  })

  it('has the published packages run the chain, too', async () => {
    const same = { verdict: 'same', version: '4.2.1' }
    expect(await run(chained, { genuine: true })).toMatchObject([{ genuine: same }, { genuine: same }])
    const [first] = await run(chained, { genuine: true, into: 'source.web' })
    expect(first.genuine).toEqual(same)
  })

  it('names a package that it cannot run, for the events that reach it', async () => {
    const flow = structuredClone(chained)
    Object.assign(flow.flows.default.transformers, { mark: { package: '@walkeros/server-transformer-fingerprint' } })
    expect(await run(flow)).toMatchObject([
      { outcome: 'not-proven', message: null, reason: expect.stringContaining('server-transformer-fingerprint') },
      { outcome: 'dropped' },
    ])
  })

  it('refuses what the bundler refuses, and a source that is not there', async () => {
    const flow = structuredClone(chained)
    Object.assign(flow.flows.default.transformers, { 'my-step': { code: { push: '$code:() => {}' } } })
    await expect(run(flow)).rejects.toThrow(
      'walkerOS would not bundle this flow. At flows.default.transformers.my-step',
    )
    await expect(run(chained, { into: 'source.app' })).rejects.toThrow(
      'The flow has no source "app"; events can come into collector, source.web.',
    )
  })

  it('evaluates as the version that is asked for', async () => {
    const flow = structuredClone(chained)
    Object.assign(flow.flows.default.transformers.split, {
      code: { push: '$code:(e) => ({ event: e, next: ["mark", "small"] })' },
    })
    const before = { ...flow.flows.default.destinations.kafka, before: undefined }
    Object.assign(flow.flows.default.destinations, { kafka: before })
    expect(await run(flow, { into: 'source.web' })).toMatchObject([{ outcome: 'dropped' }, { outcome: 'dropped' }])
    expect(await run(flow, { into: 'source.web', runtime: '4.7' })).toMatchObject([
      { outcome: 'message', message: { value: '{"id":"x","by":"destination"}' } },
      { outcome: 'dropped' },
    ])
  })
})
