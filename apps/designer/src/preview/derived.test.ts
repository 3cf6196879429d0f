import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { bridgeClient } from '../bridge/bridge-client.ts'
import { type BridgeState, createBridgeStore } from '../bridge/bridge-store.ts'
import { bridgeCalls } from '../bridge/call-bridge.ts'
import { createDocumentStore } from '../document/document-store.ts'
import { createAnalysis } from './analysis.ts'
import { createCodePreviews } from './code-previews.ts'
import { createDerived } from './derived.ts'
import { engine } from './engine.ts'
import { learnSizes } from './learn-sizes.ts'

afterEach(() => vi.unstubAllGlobals())

beforeAll(async () => {
  await engine.load()
})

const flow = (topic: string) => JSON.stringify(aFlow(aConfig({ mapping: { page: { view: {} } } }, { topic })))

function aDesigner() {
  let count = 0
  const document = createDocumentStore({
    clock: () => 0,
    newId: () => String(++count),
    initial: {
      text: flow('first'),
      samples: [
        { id: 'a', title: 'a', text: '{"name":"page view"}' },
        { id: 'b', title: 'b', text: '{"name":"cart add"}' },
        {
          id: 'large',
          title: 'large',
          text: JSON.stringify({ name: 'page view', data: { text: 'x'.repeat(1_200_000) } }),
        },
      ],
    },
  })
  const bridge = createBridgeStore(bridgeClient(bridgeCalls(() => null)), () => '')
  const code = createCodePreviews(() => {
    throw new Error('Nothing here has functions.')
  })
  const derived = createDerived({ document, bridge, code }, engine)
  const { actions } = document.getState()
  const topic = () => {
    const outcome = derived.getState().preview?.explanation?.outcome
    return outcome?.kind === 'message' ? outcome.record.topic : outcome?.kind
  }
  return { derived, bridge, actions, topic }
}

it('follows each change before anybody else looks', () => {
  const { derived, actions, topic } = aDesigner()
  expect(derived.getState().rules.map(({ name }) => name)).toEqual(['page.view'])
  expect(topic()).toBe('first')
  actions.setText(flow('second'), 'change topic')
  expect(topic()).toBe('second')
  actions.selectSample('b')
  expect(derived.getState().preview?.sample.id).toBe('b')
})

it('works out only what a change touches', () => {
  const { derived, bridge, actions } = aDesigner()
  const before = derived.getState()
  actions.selectSample('b')
  const { preview: _, ...others } = derived.getState()
  for (const [name, value] of Object.entries(others)) expect(value, name).toBe(before[name as keyof typeof others])
  bridge.setState({ topics: [{ name: 'first', partitions: 1, maxMessageBytes: 10 }] as BridgeState['topics'] })
  expect(derived.getState().destination).toBe(before.destination)
  expect(derived.getState().plan).not.toBe(before.plan)
})

it('keeps the destinations of the last readable text', () => {
  const { derived, actions, topic } = aDesigner()
  actions.setText('{', 'edit code')
  expect(derived.getState().reading.error).not.toBeNull()
  expect(topic()).toBe('first')
  actions.removeAllSamples()
  actions.setText('', 'new flow')
  expect(derived.getState().destination).toBeUndefined()
})

it('says of a flow without steps that walkerOS would not bundle it, also under the sample', () => {
  const { derived, actions, topic } = aDesigner()
  const json = JSON.parse(flow('first'))
  json.flows.default.sources = { 'my-web': { package: '@walkeros/server-source-express' } }
  actions.setText(JSON.stringify(json), 'edit code')
  expect(topic()).toBe('failed')
  expect(derived.getState().plan?.problems).toMatchObject([
    {
      code: 'flow-refused',
      of: 'flow',
      place: ['sources', 'my-web'],
      cause: expect.stringContaining('no JavaScript identifier'),
    },
  ])
})

it('says of a large record what the bridge makes of it, in one request', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string | URL) => {
    asked.push(String(url))
    return Response.json({ bytes: 1_100_000 })
  })
  const { derived, bridge, actions } = aDesigner()
  const analysis = createAnalysis()
  learnSizes({ analysis, bridge })
  actions.selectSample('large')
  const problems = () =>
    derived.getState().preview?.explanation?.problems.filter(({ code }) => /record-size/.test(code))
  expect(problems()).toMatchObject([{ code: 'record-size-near' }])
  bridge.setState({ status: 'connected' })
  const { preview } = derived.getState()
  const previews = preview ? [preview, preview] : []
  analysis.setState({ previews })
  await vi.waitFor(() =>
    expect(problems()).toMatchObject([
      { code: 'record-size', cause: 'The record has 1,100,061 B as it is sent, its topic takes 1,048,588 B.' },
    ]),
  )
  analysis.setState({ previews: [...previews] })
  expect(asked).toEqual([expect.stringContaining('packed-size')])
})
