import { describe, expect, it } from 'vitest'
import { events, replaysOnKafka, wanted } from '../testing-replays.ts'

const { profile, names, flow, bridgeFor, keys } = replaysOnKafka()

describe('a replay belongs to what it was begun with', () => {
  const live = { name: 'live', environment: 'production' } as const
  const second = () => {
    const { flows, ...rest } = flow()
    const { default: only } = flows as { default: { destinations: { kafka: object } } }
    return { ...rest, flows: { default: { ...only, destinations: { second: only.destinations.kafka } } } }
  }
  const others = [
    { fact: 'another profile', more: () => ({ profile: 'test' }), says: 'its profile is live and not test' },
    { fact: 'another flow', more: () => ({ flow: flow('replay-other') }), says: 'its flow makes other records' },
    {
      fact: 'another destination',
      more: () => ({ flow: second() }),
      says: 'its destination is default/kafka and not default/second',
    },
    { fact: 'another caller', more: () => ({}), caller: 'somebody else', says: 'it belongs to another caller' },
  ]

  it.each(others)('and is not taken up by $fact, open or not', async ({ more, caller, says }) => {
    const first = bridgeFor(live, { others: [profile] })
    expect((await first.open({ profile: 'live', confirm: 'live' })).status).toBe(201)
    await first.send(0, 10)
    await first.ask('POST', `/${names.id}`, { action: 'pause' })
    const refused = {
      status: 409,
      body: {
        error: {
          code: 'replay-differs',
          message: expect.stringContaining(says),
          hint: 'Its first 10 events are written. Go on with what it was begun with; or replay under another id, without those events unless they are to be written again.',
        },
      },
    }
    const given = { profile: 'live', confirm: 'live', ...more() }
    expect(await first.open(given, caller)).toMatchObject(refused)
    expect((await first.ask('GET', `/${names.id}`)).body.status).toBe('paused')
    await first.close()
    const later = bridgeFor(live, { others: [profile] })
    expect(await later.open(given, caller)).toMatchObject(refused)
    await later.close()
    await expect.poll(keys).toEqual(wanted(10))
  })

  it('and asks for the name of its own cluster, however it is resumed', async () => {
    const { open, ask, close } = bridgeFor(live)
    const unconfirmed = { status: 403, body: { error: { code: 'not-confirmed' } } }
    expect(await open({ profile: 'live' })).toMatchObject(unconfirmed)
    await open({ profile: 'live', confirm: 'live' })
    await ask('POST', `/${names.id}`, { action: 'pause' })
    expect(await open({ profile: 'live' })).toMatchObject(unconfirmed)
    expect(await ask('POST', `/${names.id}`, { action: 'resume' })).toMatchObject(unconfirmed)
    expect(await ask('POST', `/${names.id}`, { action: 'resume', confirm: 'test' })).toMatchObject(unconfirmed)
    expect((await ask('GET', `/${names.id}`)).body.status).toBe('paused')
    expect((await ask('POST', `/${names.id}`, { action: 'resume', confirm: 'live' })).body.status).toBe('running')
    await close()
  })

  it('and is neither fed, paused nor ended by another caller', async () => {
    const { open, ask, close } = bridgeFor()
    await open()
    for (const request of [
      ['PUT', `/${names.id}/events`, { from: 0, events: events(0, 1) }],
      ['POST', `/${names.id}`, { action: 'pause' }],
      ['POST', `/${names.id}`, { action: 'resume' }],
      ['DELETE', `/${names.id}`],
    ] as const) {
      const [method, path, body] = request
      expect(await ask(method, path, body, 'somebody else')).toMatchObject({
        status: 403,
        body: { error: { code: 'replay-of-another' } },
      })
    }
    expect((await ask('GET', `/${names.id}`, undefined, 'somebody else')).body).toMatchObject({
      status: 'running',
      accepted: 0,
    })
    await close()
  })
})
