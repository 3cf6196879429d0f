import type { BrowsedRecord, KafkaRecord, Outcome } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { produceRecords } from '../produce/produce-records.ts'
import { createEventReader } from '../reading/event-reader.ts'
import { RegistryFailure, type SchemaRegistry } from '../registry/schema-registry.ts'
import { createReplay } from '../replay/replay.ts'
import { mapRecords } from '../run/map-records.ts'
import type { RunOptions } from '../run/run-options.ts'
import { admit, type Verdict } from './admit.ts'
import { createRateLimit } from './rate.ts'

const topics = ['orders', 'page.view', 'secret', '__consumer_offsets', '__transaction_state']
const send = { acks: -1, compression: 0 }
const recordTo = (topic: string): KafkaRecord => ({ topic, key: 'k', value: '{}', headers: {}, timestamp: '1' })

const anOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...topics)
      .map((topic) => ({ kind: 'message' as const, record: recordTo(topic), send, rule: null })),
  },
  fc.constantFrom<Outcome>(
    { kind: 'undeliverable', record: recordTo(''), send, rule: null, reason: 'The topic is empty.' },
    { kind: 'ignored', reason: 'rule', rule: 'page.view' },
    { kind: 'ignored', reason: 'disabled', rule: null },
    { kind: 'denied', required: ['marketing'], rule: null },
    { kind: 'failed', reason: 'invalid-name', detail: 'Event name is invalid', rule: null },
    { kind: 'failed', reason: 'code-timeout', detail: 'The function did not return in time', rule: null },
  ),
)
const aGate = fc.record({
  topics: fc.constantFrom<string[][]>(['*'], ['orders'], ['page.*', '__*'], []),
  answer: fc.constantFrom('none', 'fits', 'does not fit', 'does not answer'),
  environment: fc.constantFrom<Profile['environment']>('local', 'staging', 'production'),
  maxPerMinute: fc.constantFrom(undefined, 1_000),
})
type Gate = typeof aGate extends fc.Arbitrary<infer T> ? T : never

const registryOf = ({ answer }: Gate): SchemaRegistry | undefined =>
  answer === 'none'
    ? undefined
    : ({
        async objectionTo(topic: string) {
          if (answer === 'does not answer') throw new RegistryFailure('The registry is away.')
          return answer === 'fits' ? undefined : `${topic} wants something else.`
        },
      } as Partial<SchemaRegistry> as SchemaRegistry)
const profileOf = ({ topics: allowed, environment, maxPerMinute }: Gate) =>
  aProfile({ topics: allowed, environment, ...(maxPerMinute !== undefined && { maxPerMinute }) })
const rate = () => createRateLimit(() => 0)

/** What comes of an outcome: the topic that it was sent to, or why it was not. */
type Fate = { sent: string } | { skipped: true } | { refused: string }

async function produced(outcome: Outcome, gate: Gate): Promise<Fate> {
  const kafka = { send: async () => ({ partition: 0, offset: '0' }) } as Partial<KafkaPort> as KafkaPort
  const cluster = { profile: profileOf(gate), registry: registryOf(gate), kafka }
  const request = { events: [{}], verify: false, confirm: 'test' }
  const [result] = await produceRecords(
    cluster,
    async () => [outcome],
    request,
    () => {},
  )
  if (result?.status === 'produced') return { sent: result.topic ?? '' }
  return result?.status === 'skipped' ? { skipped: true } : { refused: result?.reason ?? '' }
}

async function replayed(outcome: Outcome, gate: Gate): Promise<Fate> {
  const sent: string[] = []
  let reason: string | undefined
  const writer: ExactWriter = {
    open: async () => 0n,
    write: async (records) => void sent.push(...records.map(({ record }) => record.topic)),
    close: async () => {},
  }
  const replay = createReplay('replay', undefined, {
    profile: profileOf(gate),
    registry: registryOf(gate),
    destination: {} as never,
    runner: runnerOf(outcome),
    writer,
    rate: rate(),
    now: 0,
    clock: () => 0,
    journal: {
      range: async () => ({ least: 0, most: 0 }),
      at: async () => null,
      announce: async () => {},
      confirm: async (_, failures) => {
        reason = failures[0]?.reason
      },
      settle: async () => {},
    },
  })
  await replay.begin()
  const state = await replay.take(0, [{}], false).catch(() => replay.state())
  // A registry that does not answer is no fault of the event: it waits.
  if (state.status === 'interrupted') return { refused: state.reason ?? '' }
  if (sent[0] !== undefined) return { sent: sent[0] }
  return reason === undefined ? { skipped: true } : { refused: reason }
}

async function mapped(outcome: Outcome, gate: Gate): Promise<Fate> {
  const options = {
    profile: profileOf(gate),
    registry: registryOf(gate),
    runner: runnerOf(outcome),
    reader: createEventReader(),
    destination: {} as never,
    from: 'events',
    deadLetter: 'letters',
  } as Partial<RunOptions> as RunOptions
  const value = { text: '{"name":"order complete"}' }
  const source: BrowsedRecord = {
    ...{ topic: 'events', partition: 0, offset: '0', timestamp: '1', timestampType: undefined },
    ...{ key: null, value, headers: [], size: 1 },
  }
  try {
    const [one] = await mapRecords(options, [source])
    if (one?.kind === 'skipped') return { skipped: true }
    return one?.kind === 'produced' ? { sent: one.records?.[0]?.record.topic ?? '' } : { refused: one?.reason ?? '' }
  } catch (error) {
    return { refused: (error as Error).message }
  }
}

const runnerOf = (outcome: Outcome): EventRunner => ({
  outcomes: async () => [outcome],
  firstOutcomes: async () => [outcome],
  explanations: async () => [],
  packedSize: async () => 0,
  close: async () => {},
})

function fateOf(verdict: Verdict): Fate {
  switch (verdict.kind) {
    case 'records':
      return { sent: verdict.records[0]?.record.topic ?? '' }
    case 'skip':
      return { skipped: true }
    case 'refusal':
      return { refused: verdict.reason }
  }
}

it('says the same of an outcome, whether it is produced, replayed or mapped by a worker', async () => {
  const fates = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anOutcome, aGate, async (outcome, gate) => {
      const verdict = await admit(outcome, { profile: profileOf(gate), registry: registryOf(gate) })
      fates.add(verdict.kind === 'refusal' ? verdict.code : verdict.kind)
      const fate = fateOf(verdict)
      expect(await produced(outcome, gate)).toEqual(fate)
      expect(await replayed(outcome, gate)).toEqual(fate)
      expect(await mapped(outcome, gate)).toEqual(fate)
    }),
    { numRuns: 400 },
  )
  const codes = ['failed', 'undeliverable', 'topic-internal', 'topic-not-allowed', 'schema', 'registry']
  expect([...fates].sort()).toEqual(['records', 'skip', ...codes].sort())
})

it('sends the copies of an event together, or none of them', async () => {
  const gate = { profile: aProfile({ topics: ['orders', 'page.view'], maxPerMinute: 2 }) }
  const message = (topic: string): Outcome => ({ kind: 'message', record: recordTo(topic), send, rule: null })
  const dropped: Outcome = { kind: 'dropped', step: 'small', reason: 'returned false', rule: null }
  const of = (...copies: Outcome[]) => admit({ ...message('orders'), copies }, gate)
  expect(await of(message('orders'), dropped, message('page.view'))).toMatchObject({
    kind: 'records',
    records: [{ record: { topic: 'orders' } }, { record: { topic: 'page.view' } }],
  })
  expect(await of(message('orders'), message('secret'))).toMatchObject({
    kind: 'refusal',
    topic: 'secret',
    reason: expect.stringContaining('One of the 2 copies of the event is refused: secret is not in the allowlist'),
  })
  expect(await of(message('orders'), message('orders'), message('orders'))).toMatchObject({
    reason: 'The event makes 3 records, and profile test takes at most 2 a minute.',
  })
  expect(await of(dropped, dropped)).toMatchObject({ kind: 'skip' })
})

it('never sends what somebody assumes of a transformer', async () => {
  const outcome: Outcome = { kind: 'message', record: recordTo('orders'), send, rule: null, assumed: ['print'] }
  const reason = 'print was not run, and what is assumed of it is never sent.'
  expect(await admit(outcome, { profile: aProfile() })).toEqual({ kind: 'refusal', code: 'failed', reason })
})

it('sends nothing outside the allowlist, to Kafka itself or against a schema, whatever else is said', async () => {
  await fc.assert(
    fc.asyncProperty(anOutcome, aGate, async (outcome, gate) => {
      const verdict = await admit(outcome, { profile: profileOf(gate), registry: registryOf(gate) })
      if (verdict.kind !== 'records') return
      expect(outcome.kind).toBe('message')
      for (const { record } of verdict.records) expect(record.topic).not.toMatch(/^__/)
      expect(gate.topics).not.toEqual([])
      expect(['none', 'fits']).toContain(gate.answer)
    }),
    { numRuns: 400 },
  )
})
