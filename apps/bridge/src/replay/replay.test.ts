import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { ReplayState } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../deliver/rate.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createReplay } from './replay.ts'
import { fileJournal } from './replay-journal.ts'
import { events, profile, replaysOnALog } from './testing.ts'

const { at, aReplay } = replaysOnALog()

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
        runner: at.runner,
        writer: { open: async () => null, write, close: async () => {} },
        rate: createRateLimit(() => 0),
        journal: fileJournal(at.folder, crypto.randomUUID()),
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

    const cancelled = aReplay({}, { journal: fileJournal(at.folder, 'cancelled') })
    await cancelled.replay.begin()
    await cancelled.replay.cancel()
    await cancelled.replay.close()
    expect(cancelled.replay.state().status).toBe('cancelled')
    await expect(cancelled.replay.take(0, events(1), false)).rejects.toMatchObject({
      body: { message: 'The replay is cancelled.' },
    })

    const closed = aReplay({}, { journal: fileJournal(at.folder, 'closed') })
    await closed.replay.begin()
    await closed.replay.close()
    expect(closed.replay.state().status).toBe('paused')
  })
})
