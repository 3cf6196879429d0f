import { createServer, type Server } from 'node:net'
import type { Admin } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { KafkaFailure } from './kafka-port.ts'
import { testConnection } from './test-connection.ts'

let server: Server
let port: number
beforeAll(async () => {
  server = createServer((socket) => void socket.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(() => void server.close())

/** What a broker says of its cluster; give only what a test is about. */
function anAdmin({
  hosts = ['127.0.0.1'],
  topics = ['orders'],
  connect = async () => {},
}: {
  hosts?: string[]
  topics?: string[]
  connect?: () => Promise<void>
}): Admin {
  return {
    connect,
    disconnect: async () => {},
    describeCluster: async () => ({ brokers: hosts.map((host, nodeId) => ({ nodeId, host, port })) }),
    fetchTopicMetadata: async () => ({ topics: topics.map((name) => ({ name, partitions: [] })) }),
  } as unknown as Admin
}
async function stepsOf(admin: Parameters<typeof anAdmin>[0], changes: Parameters<typeof aProfile>[0] = {}) {
  const profile = aProfile({ brokers: [`127.0.0.1:${port}`], ...changes })
  const { brokers } = await testConnection(profile, () => anAdmin(admin))
  return Object.fromEntries((brokers[0]?.steps ?? []).map(({ step, state, detail }) => [step, [state, detail]]))
}

it('says how far a client comes, in numbers that are words where they are one', async () => {
  expect(await stepsOf({})).toEqual({
    name: ['ok', '127.0.0.1 is an address.'],
    tcp: ['ok', `Port ${port} is open.`],
    tls: ['skipped', 'The profile does not use TLS.'],
    sasl: ['skipped', 'The profile does not log in.'],
    metadata: ['ok', 'The cluster has one broker.'],
    advertised: ['ok', `Clients are sent to 127.0.0.1:${port}.`],
    authorization: ['ok', 'This user sees one topic.'],
  })
  expect(await stepsOf({ hosts: ['127.0.0.1', '127.0.0.1'], topics: ['a', 'b', '__consumer_offsets'] })).toMatchObject({
    metadata: ['ok', 'The cluster has 2 brokers.'],
    authorization: ['ok', 'This user sees 2 topics.'],
  })
  expect(await stepsOf({ topics: ['__consumer_offsets'] })).toMatchObject({
    authorization: ['ok', expect.stringMatching(/^This user sees no topic/)],
  })
})

it('resolves names, and logs in', async () => {
  const sasl = { mechanism: 'plain' as const, username: 'u', password: 'p' }
  expect(await stepsOf({}, { brokers: [`localhost:${port}`], sasl })).toMatchObject({
    name: ['ok', expect.stringMatching(/^localhost is /)],
    sasl: ['ok', 'Logged in with plain.'],
  })
})

it('stops where it comes no further, and says so of the rest', async () => {
  const connect = () => Promise.reject(new KafkaFailure('authentication', 'The broker refused user or password.'))
  const sasl = { mechanism: 'plain' as const, username: 'u', password: 'p' }
  expect(await stepsOf({ connect }, { sasl })).toMatchObject({
    sasl: ['failed', 'The broker refused user or password.'],
    metadata: ['skipped', 'Not reached.'],
    authorization: ['skipped', 'Not reached.'],
  })
  // Who answers here speaks no TLS, neither to an address nor to a name.
  for (const host of ['127.0.0.1', 'localhost']) {
    expect(await stepsOf({}, { brokers: [`${host}:${port}`], ssl: {} })).toMatchObject({
      tls: ['failed', expect.anything()],
    })
  }
})

it.each([
  { host: '169.254.1.1', says: /link-local or reserved/ },
  { host: '127.0.0.2', says: /^The cluster advertises 127\.0\.0\.2:\d+, which cannot be reached from here\.$/ },
])('says that clients are sent to $host, and why that is no good', async ({ host, says }) => {
  expect(await stepsOf({ hosts: [host] })).toMatchObject({ advertised: ['failed', expect.stringMatching(says)] })
})
