import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ReplayFailure, ReplayState } from '@mapping-designer/shared-types'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writtenJournal } from '../cli/produce.ts'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { createRateLimit } from '../deliver/rate.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { aProfile } from '../testing.ts'
import { createReplay, type ReplayParts } from './replay.ts'
import type { ReplayCounts } from './replay-journal.ts'

const profile: Profile = aProfile()
const flow = aFlow(aConfig({ mapping: { order: { complete: {} }, page: { view: { ignore: true } } } }))
const events = (count: number) => Array.from({ length: count }, () => anEvent())

let runner: EventRunner
beforeEach(() => {
  runner = createEventRunner()
})
afterEach(() => runner.close())

/** A replay on a log that does what a test says. */
function aReplay(
  changes: { position?: bigint | null; write?: ExactWriter['write']; known?: ReplayCounts | null } = {},
  parts: Partial<Pick<ReplayParts, 'writer' | 'journal'>> = {},
) {
  const log: { records: number; position: bigint }[] = []
  const failures: ReplayFailure[] = []
  const writer = {
    open: vi.fn(async () => changes.position ?? null),
    write: vi.fn<ExactWriter['write']>(async (records, position) => {
      await changes.write?.(records, position)
      log.push({ records: records.length, position })
    }),
    close: vi.fn(async () => {}),
  }
  let now = 1_000
  const replay = createReplay('id', 100, {
    profile,
    destination: destinationOf({ flow, profile: 'test', events: [] } as never),
    runner,
    writer,
    rate: createRateLimit(() => now),
    journal: {
      at: async () => changes.known ?? null,
      announce: async () => {},
      confirm: (_, some) => void failures.push(...some),
    },
    now: 0,
    clock: () => {
      now += 1_000
      return now
    },
    ...parts,
  })
  return { replay, writer, log, failures }
}

it('counts and writes out what was in the log though its answer got lost, once', async () => {
  let out = ''
  const journal = writtenJournal((text) => {
    out += text
  })
  let position = 0n
  let isLost = true
  const writer: ExactWriter = {
    open: async () => position,
    write: async (_, to) => {
      position = to
      if (isLost) throw new KafkaFailure('no-answer', 'No answer.')
    },
    close: async () => {},
  }
  const { replay } = aReplay({}, { writer, journal })
  await replay.begin()
  await expect(replay.take(0, [...events(3), { name: 5 }], false)).rejects.toMatchObject({ status: 409 })
  expect(out).toBe('')
  isLost = false
  await replay.resume()
  expect(replay.state()).toMatchObject({ accepted: 4, done: 3, failed: 1 })
  await replay.take(4, events(1), false)
  replay.pause()
  await replay.resume()
  expect(replay.state()).toMatchObject({ accepted: 5, done: 4, failed: 1 })
  expect(out).toBe('{"index":3,"reason":"Event name must be a string"}\n')
})

describe('a replay', () => {
  it('tells its listeners how far it is, how fast, and how long it will take', async () => {
    const { replay, log } = aReplay()
    const told: ReplayState[] = []
    const leave = replay.watch((state) => told.push(state))
    await replay.begin()
    await replay.take(0, [...events(19), anEvent({ name: 'page view' })], false)
    leave()
    await replay.take(20, events(30), true)
    expect(told.at(-1)).toMatchObject({
      status: 'running',
      accepted: 20,
      done: 19,
      skipped: 1,
      rate: 20,
      secondsLeft: 4,
    })
    expect(replay.state()).toMatchObject({ status: 'done', accepted: 50, done: 49 })
    expect(replay.state()).not.toHaveProperty('secondsLeft')
    expect(log).toEqual([
      { records: 19, position: 20n },
      { records: 30, position: 50n },
    ])
  })

  it('goes on with what was counted at the position in the log, or without it where nobody knows', async () => {
    const known = { accepted: 10, done: 7, skipped: 2, failed: 1 }
    const first = aReplay({ position: 10n, known }).replay
    await first.begin()
    expect(first.state()).toMatchObject(known)
    const second = aReplay({ position: 10n }).replay
    await second.begin()
    expect(second.state()).toMatchObject({ accepted: 10, done: 0 })
  })

  it('keeps what it counted where the position was lost with its topic', async () => {
    const { replay } = aReplay()
    await replay.begin()
    await replay.take(0, events(5), false)
    replay.pause()
    await replay.resume()
    expect(replay.state()).toMatchObject({ status: 'running', accepted: 5, done: 5 })
  })

  it('is interrupted by the cluster, and counts nothing that is not in the log', async () => {
    let isAway = true
    const write = async () => {
      if (isAway) throw new KafkaFailure('unreachable', 'Nothing answers.')
    }
    const { replay, failures } = aReplay({ write })
    await replay.begin()
    await expect(replay.take(0, [...events(3), { name: 5 }], false)).rejects.toMatchObject({
      status: 409,
      body: { code: 'replay-interrupted', message: 'The replay is interrupted: Nothing answers.' },
    })
    expect(replay.state()).toMatchObject({ status: 'interrupted', accepted: 0, done: 0, failed: 0 })
    await expect(replay.take(0, events(1), false)).rejects.toMatchObject({ body: { code: 'replay-interrupted' } })
    isAway = false
    await replay.resume()
    await replay.take(0, [...events(3), { name: 5 }], false)
    expect(replay.state()).toMatchObject({ accepted: 4, done: 3, failed: 1 })
    expect(failures).toEqual([{ index: 3, reason: 'Event name must be a string' }])
  })

  it('does not take a fault of ours for one of the cluster', async () => {
    const { replay } = aReplay({
      write: async () => {
        throw new TypeError('ours')
      },
    })
    await replay.begin()
    await expect(replay.take(0, events(1), false)).rejects.toThrow('ours')
    expect(replay.state().status).toBe('running')
  })

  it('stops between two transactions when it is paused', async () => {
    const { replay, log } = aReplay({ write: async () => replay.pause() })
    await replay.begin()
    await expect(replay.take(0, events(6_000), true)).rejects.toMatchObject({ body: { code: 'replay-paused' } })
    expect(replay.state()).toMatchObject({ status: 'paused', accepted: 5_000, done: 5_000 })
    expect(log).toHaveLength(1)
  })

  it('gives its connections back when it is done, cancelled or closed, and stays what it is', async () => {
    const done = aReplay()
    await done.replay.begin()
    await done.replay.take(0, events(1), true)
    expect(done.writer.close).toHaveBeenCalledOnce()
    done.replay.pause()
    await done.replay.resume()
    await done.replay.cancel()
    await done.replay.close()
    expect(done.replay.state().status).toBe('done')
    expect(done.writer.open).toHaveBeenCalledOnce()

    const cancelled = aReplay()
    await cancelled.replay.begin()
    await cancelled.replay.cancel()
    await cancelled.replay.close()
    expect(cancelled.replay.state().status).toBe('cancelled')
    await expect(cancelled.replay.take(0, events(1), false)).rejects.toMatchObject({
      body: { message: 'The replay is cancelled.' },
    })

    const closed = aReplay()
    await closed.replay.begin()
    await closed.replay.close()
    expect(closed.replay.state().status).toBe('paused')
  })
})
