import type {} from '@mapping-designer/local-kafka/testing'
import { afterAll, afterEach, beforeEach, expect, inject, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { type ExactWriter, exactWriter } from './exact-writer.ts'
import { type GroupMember, joinGroup } from './group-member.ts'
import { kafkaCluster } from './kafka-cluster.ts'
import { sharedTransactions } from './shared-transactions.ts'
import type { Member } from './stable-positions.ts'

const profile = aProfile({ brokers: [inject('kafka').brokers.plaintext] })
const kafka = kafkaCluster(profile)
const members = new Set<GroupMember>()
const writers = new Set<ExactWriter>()
let topic: string
let group: string
let write: ReturnType<typeof sharedTransactions>

beforeEach(async () => {
  topic = `shared-${crypto.randomUUID()}`
  group = `group-${topic}`
  write = sharedTransactions()
  await kafka.createTopic(topic, { partitions: 2 })
})
afterEach(async () => {
  await Promise.all([...[...writers].map((one) => one.close()), ...[...members].map((one) => one.leave())])
  writers.clear()
  members.clear()
})
afterAll(() => kafka.close())

async function join(): Promise<GroupMember> {
  const member = await joinGroup(profile, { group, topic, signal: new AbortController().signal })
  members.add(member)
  return member
}

function writerOf(partition: number, member: Member): ExactWriter {
  const writer = exactWriter(profile, `${group}/${topic}/${partition}`, { group, topic, partition, member }, write)
  writers.add(writer)
  return writer
}

const record = (key: string, more: object = {}) => {
  const made = { topic, key, value: '{}', headers: {}, timestamp: '1', ...more }
  return { record: made, send: { acks: -1, compression: 0 } as const }
}
const keys = async () => {
  const records = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100 })
  return records.map(({ key }) => (key !== null && 'text' in key ? key.text : null)).sort()
}

it('writes for all that wait at once, each with its own position', async () => {
  const { member } = (await join()).assigned()
  const [one, two] = [writerOf(0, member), writerOf(1, member)]
  await Promise.all([one.open(), two.open()])
  await Promise.all([one.write([record('A')], 7n), two.write([record('B')], 9n)])
  expect(await Promise.all([one.open(), two.open()])).toEqual([7n, 9n])
  expect(await keys()).toEqual(['A', 'B'])
})

it.each([
  { which: 'first', refused: 0 },
  { which: 'second', refused: 1 },
])('keeps what the $which of them may not write from the other', async ({ refused }) => {
  const { member } = (await join()).assigned()
  const both = [writerOf(0, member), writerOf(1, member)]
  await Promise.all(both.map((one) => one.open()))
  const writes = both.map((one, at) =>
    one.write([record(`K-${at}`, at === refused ? { value: 'x'.repeat(2_000_000) } : {})], 5n),
  )
  const settled = await Promise.allSettled(writes)
  expect(settled[refused]).toMatchObject({ status: 'rejected', reason: { code: 'record-too-large' } })
  expect(settled[1 - refused]?.status).toBe('fulfilled')
  const expected: (bigint | null)[] = [5n, 5n]
  expected[refused] = null
  expect(await Promise.all(both.map((one) => one.open()))).toEqual(expected)
  expect(await keys()).toEqual([`K-${1 - refused}`])
})

it('writes nothing for a member whose partitions the group has shared out again, also under an id that is still its own', async () => {
  const { member } = (await join()).assigned()
  const [kept, lost] = [writerOf(0, member), writerOf(1, member)]
  await Promise.all([kept.open(), lost.open()])
  const other = (await join()).assigned()
  expect(other.member.generation).toBeGreaterThan(member.generation)
  const taken = writerOf(1, other.member)
  expect(await taken.open()).toBe(null)
  const late = await Promise.allSettled([kept.write([record('late')], 1n), lost.write([record('late')], 1n)])
  expect(late.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(late[0]).toMatchObject({ reason: { code: 'fenced' } })
  await taken.write([record('A')], 1n)
  expect(await taken.open()).toBe(1n)
  expect(await keys()).toEqual(['A'])
})
