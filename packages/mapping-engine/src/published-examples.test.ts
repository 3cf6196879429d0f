import { examples as ofApi } from '@walkeros/server-destination-api/dev'
import { examples as ofKafka } from '@walkeros/server-destination-kafka/dev'
import { expect, it } from 'vitest'
import { compileDestination } from './compile-destination.ts'
import { runGenuine } from './genuine/run-genuine.ts'
import { producerSend } from './record/producer-send.ts'

/** A rule of the API destination posts what the Kafka destination would produce. */
interface ApiExample {
  in: { name: string; timestamp: number }
  mapping: object
  out: [call: string, url: string, body: string][]
}

interface PublishedExample {
  in: { name: string; timestamp: number }
  mapping?: object
  settings?: object
  out: [call: string, { topic: string; messages: { value: string }[] }][]
}

const settings = { kafka: { brokers: ['localhost:9092'], topic: 'walkeros-events' } }
const published = Object.entries(ofKafka.step as unknown as Record<string, PublishedExample>)

const posts = Object.entries(ofApi.step as unknown as Record<string, ApiExample>)

it('there are published step examples', () => expect(published.length).toBeGreaterThanOrEqual(6))

it.each(published)('gives what walkerOS publishes as its example %s', async (_name, example) => {
  const [entity, action] = example.in.name.split(' ') as [string, string]
  const config = {
    settings: { ...settings, ...example.settings },
    ...(example.mapping && { mapping: { [entity]: { [action]: example.mapping } } }),
  }
  const now = example.in.timestamp
  const outcome = compileDestination(config, { now }).run(example.in)
  const sends = 'record' in outcome ? [producerSend(outcome.record, outcome.send)] : []
  expect(sends).toEqual(example.out.map(([, send]) => withValuesOf(sends, send)))
  // What the example abbreviates as json:event or json:data is what the published packages make of it.
  const genuine = await runGenuine({ config, event: example.in, now })
  expect(sends).toEqual(genuine.sends)
})

it.each(posts)('maps what walkerOS publishes as the example %s of its API destination', async (_name, example) => {
  const [entity, action] = example.in.name.split(' ') as [string, string]
  const config = { settings, mapping: { [entity]: { [action]: example.mapping } } }
  const outcome = compileDestination(config).run(example.in)
  expect('record' in outcome && outcome.record.value).toBe(example.out[0]?.[2])
})

function withValuesOf(sends: { messages: { value: string }[] }[], send: PublishedExample['out'][number][1]) {
  const messages = send.messages.map((message, index) => {
    expect(message.value).toMatch(/^json:(event|data)$/)
    return { ...message, value: sends[0]?.messages[index]?.value }
  })
  return { ...send, messages }
}
