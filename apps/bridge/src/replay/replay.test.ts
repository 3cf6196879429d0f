import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ReplayFailure, ReplayState } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writtenJournal } from '../cli/produce.ts'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import { createRateLimit } from '../deliver/rate.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createReplay, type ReplayParts } from './replay.ts'
import { type FileJournal, fileJournal } from './replay-journal.ts'

const profile: Profile = aProfile()
const flow = aFlow(aConfig({ mapping: { order: { complete: {} }, page: { view: { ignore: true } } } }))
const events = (count: number) => Array.from({ length: count }, () => anEvent())

const home = mkdtempSync(join(tmpdir(), 'replay-'))
let runner: EventRunner
let folder: string
beforeEach(() => {
  runner = createEventRunner({ start: 60_000, event: 60_000 })
  folder = join(home, crypto.randomUUID())
})
afterEach(() => runner.close())
afterAll(() => rmSync(home, { recursive: true }))

/** A replay on a log that does what a test says, with a real journal. */
function aReplay(
  changes: { position?: bigint | null; write?: ExactWriter['write'] } = {},
  parts: Partial<Pick<ReplayParts, 'writer' | 'journal'>> = {},
) {
  const log: { records: number; position: bigint }[] = []
  const kept = { position: changes.position ?? null }
  const writer = {
    open: vi.fn(async () => kept.position),
    write: vi.fn<ExactWriter['write']>(async (records, position) => {
      if (records.length > 0) {
        await changes.write?.(records, position)
        log.push({ records: records.length, position })
      }
      kept.position = position
    }),
    close: vi.fn(async () => {}),
  }
  let now = 1_000
  const journal = fileJournal(folder, 'id')
  const replay = createReplay('id', 100, {
    profile,
    destination: destinationOf({ flow, profile: 'test', events: [] } as never),
    runner,
    writer,
    rate: createRateLimit(() => now),
    journal,
    now: 0,
    clock: () => {
      now += 1_000
      return now
    },
    ...parts,
  })
  return { replay, writer, log, kept, journal }
}

async function failuresOf({ failures }: FileJournal): Promise<ReplayFailure[]> {
  let text = ''
  for await (const chunk of failures()) text += String(chunk)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ReplayFailure)
}

it('counts and writes out what was in the log though its answer got lost, once', async () => {
  let out = ''
  const journal = writtenJournal(
    (text) => {
      out += text
    },
    fileJournal(folder, 'id'),
  )
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
    expect(replay.state()).toMatchObject({ status: 'done', accepted: 50, done: 49, topics: ['walkeros-events'] })
    expect(replay.state()).not.toHaveProperty('secondsLeft')
    expect(log).toEqual([
      { records: 19, position: 20n },
      { records: 30, position: 50n },
    ])
  })

  it('goes on with what was counted at the position in the log, or without it where nobody knows', async () => {
    const first = aReplay()
    await first.replay.begin()
    await first.replay.take(0, [...events(7), anEvent({ name: 'page view' }), { name: 5 }], false)
    const second = aReplay({ position: 9n }).replay
    await second.begin()
    expect(second.state()).toMatchObject({ accepted: 9, done: 7, skipped: 1, failed: 1 })
    const third = aReplay({ position: 10n }).replay
    await third.begin()
    expect(third.state()).toMatchObject({ accepted: 10, done: 0 })
  })

  it('keeps what it counted where the position is lost while it is open', async () => {
    const { replay, kept } = aReplay()
    await replay.begin()
    await replay.take(0, events(5), false)
    replay.pause()
    kept.position = null
    await replay.resume()
    expect(replay.state()).toMatchObject({ status: 'running', accepted: 5, done: 5 })
    expect(kept.position).toBe(5n)
  })

  it('does not start over by itself where the log has forgotten its position', async () => {
    const first = aReplay()
    await first.replay.begin()
    await first.replay.take(0, events(5), true)
    await expect(aReplay().replay.begin()).rejects.toMatchObject({
      status: 409,
      body: {
        code: 'replay-position-lost',
        message:
          'The replay id cannot go on by itself: Kafka has no position any more, and its journal says that the first 5 events were written.',
      },
    })
    const behind = aReplay({ position: 3n })
    await expect(behind.replay.begin()).rejects.toMatchObject({ body: { code: 'replay-position-lost' } })
    const onward = aReplay()
    await onward.replay.begin('journal')
    expect(onward.replay.state()).toMatchObject({ accepted: 5, done: 5 })
    expect(onward.kept.position).toBe(5n)
    const again = aReplay({ position: 5n })
    await again.replay.begin('start')
    expect(again.replay.state()).toMatchObject({ accepted: 0, done: 0 })
    // What was started over stays so.
    const after = aReplay({ position: again.kept.position })
    await after.replay.begin()
    expect(after.replay.state().accepted).toBe(0)
  })

  it('gives each event randomness of its own, and the same event the same', async () => {
    const random = aFlow(
      aConfig({ mapping: { order: { complete: { data: { map: { n: { fn: '$code:() => Math.random()' } } } } } } }),
    )
    const values: string[] = []
    const write: ExactWriter['write'] = async (records) =>
      void values.push(...records.map(({ record }) => String(record.value)))
    const replayOf = (id: string) =>
      createReplay(id, undefined, {
        profile,
        destination: destinationOf({ flow: random, events: [] }),
        runner,
        writer: { open: async () => null, write, close: async () => {} },
        rate: createRateLimit(() => 0),
        journal: fileJournal(folder, crypto.randomUUID()),
        now: 0,
        clock: () => 0,
      })
    for (const id of ['one', 'one', 'other']) {
      const replay = replayOf(id)
      await replay.begin()
      await replay.take(0, events(3), false)
    }
    expect(values.slice(3, 6)).toEqual(values.slice(0, 3))
    expect(new Set(values).size).toBe(6)
  })

  it('is interrupted by the cluster, and counts nothing that is not in the log', async () => {
    let isAway = true
    const write = async () => {
      if (isAway) throw new KafkaFailure('unreachable', 'Nothing answers.')
    }
    const { replay, journal } = aReplay({ write })
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
    expect(await failuresOf(journal)).toEqual([{ index: 3, reason: 'Event name must be a string' }])
  })

  it('writes nothing that its journal cannot remember, and goes on when it can', async () => {
    const { replay, log } = aReplay()
    await replay.begin()
    await replay.take(0, events(2), false)
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'no folder')
    await expect(replay.take(2, events(2), false)).rejects.toMatchObject({
      status: 409,
      body: {
        message: expect.stringMatching(/^The replay is interrupted: The journal of the replay cannot be written/),
      },
    })
    expect(log).toEqual([{ records: 2, position: 2n }])
    rmSync(folder)
    await replay.resume()
    await replay.take(2, events(2), true)
    expect(replay.state()).toMatchObject({ status: 'done', accepted: 4 })
    expect(log).toEqual([
      { records: 2, position: 2n },
      { records: 2, position: 4n },
    ])
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
    const { status, accepted, done } = replay.state()
    expect({ status, accepted }).toEqual({ status: 'paused', accepted: done })
    // On a busy machine a portion has fewer than 5,000.
    expect(done).toBeLessThanOrEqual(5_000)
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

    const cancelled = aReplay({}, { journal: fileJournal(folder, 'cancelled') })
    await cancelled.replay.begin()
    await cancelled.replay.cancel()
    await cancelled.replay.close()
    expect(cancelled.replay.state().status).toBe('cancelled')
    await expect(cancelled.replay.take(0, events(1), false)).rejects.toMatchObject({
      body: { message: 'The replay is cancelled.' },
    })

    const closed = aReplay({}, { journal: fileJournal(folder, 'closed') })
    await closed.replay.begin()
    await closed.replay.close()
    expect(closed.replay.state().status).toBe('paused')
  })
})
