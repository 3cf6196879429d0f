import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAdvertised, guardedSockets, lookupUnder } from './host-policy.ts'

const named = { brokers: ['kafka.example:9093'] }

describe('an address that a cluster advertises', () => {
  it.each(['169.254.169.254', '127.0.0.1', '::1', '0.0.0.0', '::ffff:169.254.169.254', 'fe80::1', 'localhost'])(
    'is not called where it is %s',
    async (host) => {
      await expect(checkAdvertised(named, [{ host }])).rejects.toMatchObject({ code: 'EHOSTNOTALLOWED' })
    },
  )
  it('is called on this machine where the profile names this machine', async () => {
    await checkAdvertised({ brokers: ['localhost:9092'] }, [{ host: '127.0.0.1' }])
  })
  it('has to be of the hosts of the profile where it has some', async () => {
    const policy = { ...named, hosts: ['*.example'] }
    await checkAdvertised(policy, [{ host: 'b2.example' }])
    await expect(checkAdvertised(policy, [{ host: 'b2.example.evil.test' }])).rejects.toThrow(
      'b2.example.evil.test, which is not one of the hosts of the profile.',
    )
  })
})

describe('sockets', () => {
  let server: Server
  let port: number
  let calls = 0
  beforeAll(async () => {
    server = createServer(() => calls++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as { port: number }).port
  })
  afterAll(() => void server.close())

  it.each(['127.0.0.1', 'localhost'])('are not opened to %s for a cluster elsewhere', async (host) => {
    const socket = guardedSockets(named)({ host, port, ssl: undefined as never, onConnect: () => {} })
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve))
    expect(error.code).toBe('EHOSTNOTALLOWED')
    expect(calls).toBe(0)
  })
})

describe('lookups', () => {
  const look = (brokers: string[], host: string, options: object) =>
    new Promise<unknown>((resolve) => {
      lookupUnder({ brokers })(host, options as never, (error, address) => resolve(error?.message ?? address))
    })

  it('give one address or all, and none outside the policy', async () => {
    expect(await look(['localhost:1'], 'localhost', {})).toMatch(/^(127\.0\.0\.1|::1)$/)
    expect(await look(['localhost:1'], 'localhost', { all: true })).toContainEqual(
      expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) }),
    )
    expect(await look(['kafka.example:1'], 'localhost', {})).toMatch(
      /^The cluster advertises localhost \(.*\) is this machine, and the profile names brokers elsewhere\.$/,
    )
    expect(await look([], 'localhost', {})).toMatch(/^localhost \(/)
    expect(await look([], 'nobody.invalid', {})).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  it.each(['[::1]:9092', '127.0.0.2:9092', 'localhost:9092'])('take %s for this machine', async (broker) => {
    await checkAdvertised({ brokers: [broker] }, [{ host: '127.0.0.1' }])
  })
})
