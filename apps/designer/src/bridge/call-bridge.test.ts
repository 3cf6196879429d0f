import { apiContract } from '@mapping-designer/shared-types'
import { afterEach, expect, it, vi } from 'vitest'
import { bridgeClient } from './bridge-client.ts'
import { BridgeAway, BridgeRefusal, bridgeCalls } from './call-bridge.ts'

/** A network on which the bridge answers so; what it was sent is kept. */
function network(answer: Response) {
  const fetch = vi.fn(async (_address: string, _init: RequestInit) => answer)
  vi.stubGlobal('fetch', fetch)
  return fetch
}
afterEach(() => vi.unstubAllGlobals())

const calls = bridgeCalls(() => 'a-token')
const { topics } = apiContract
const error = { code: 'topic-missing', message: 'There is no topic orders.' }

it('calls a route with its method, path, query, headers and body', async () => {
  const fetch = network(Response.json({ name: 'orders' }))
  await calls.call(topics.change, {
    params: { profile: 'test', topic: 'orders' },
    query: { confirm: 'orders' },
    body: { partitions: 6 },
  })
  expect(fetch).toHaveBeenCalledWith('/api/profiles/test/topics/orders?confirm=orders', {
    method: 'PATCH',
    headers: { authorization: 'Bearer a-token', 'content-type': 'application/json' },
    body: '{"partitions":6}',
  })
})

it('refuses what the bridge refuses, with its sentence', async () => {
  network(Response.json({ error }, { status: 404 }))
  await expect(calls.call(topics.list, { params: { profile: 'test' } })).rejects.toEqual(new BridgeRefusal(404, error))
})

it('takes no answer that the contract does not have', async () => {
  network(Response.json({ topics: 'none' }))
  await expect(calls.call(topics.list, { params: { profile: 'test' } })).rejects.toThrow(
    'The bridge answers otherwise than this page expects: `topics` must be an array.',
  )
})

it('says that nobody answers', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
  await expect(calls.call(topics.list, { params: { profile: 'test' } })).rejects.toBeInstanceOf(BridgeAway)
})

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const event of events) list.push(event)
  return list
}
const stream = (text: string) => network(new Response(text, { headers: { 'content-type': 'text/event-stream' } }))

it('hands out the events of a stream, and says how many were left out', async () => {
  const live = { number: 7, at: 1, event: { name: 'order complete' } }
  stream(
    `event: alive\ndata: null\n\nevent: dropped\ndata: {"count":6}\n\nevent: event\ndata: ${JSON.stringify(live)}\n\n`,
  )
  const dropped: number[] = []
  const events = bridgeClient(calls).live(new AbortController().signal, (count) => dropped.push(count))
  expect(await all(events)).toEqual([live])
  expect(dropped).toEqual([6])
})

it('ends a stream with the sentence of its last event', async () => {
  stream(`event: ready\ndata: {}\n\nevent: error\ndata: ${JSON.stringify({ error })}\n\n`)
  const records = bridgeClient(calls).follow('test', 'orders', new AbortController().signal)
  await expect(all(records)).rejects.toThrow('There is no topic orders.')
})
