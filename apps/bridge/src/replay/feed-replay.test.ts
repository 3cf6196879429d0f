import { expect, it, vi } from 'vitest'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { retry } from '../work/retry.ts'
import { feedReplay } from './feed-replay.ts'
import { events, replaysOnALog } from './testing.ts'

const { at, aReplay } = replaysOnALog()
const chunks = () => [events(3), events(2), events(4)]
const written = [
  { records: 3, position: 3n },
  { records: 2, position: 5n },
  { records: 4, position: 9n },
]

it('maps a chunk while the one before it is written, and none behind that', async () => {
  const { promise: isAllowed, resolve: allow } = Promise.withResolvers<void>()
  const { replay, log } = aReplay({ write: () => isAllowed })
  await replay.begin()
  const map = vi.spyOn(at.runner, 'firstOutcomes')
  const fed = feedReplay(replay, chunks())
  await vi.waitFor(() => expect(map).toHaveBeenCalledTimes(2))
  const third = replay.take(9, events(1), false)
  await Promise.resolve()
  expect(map).toHaveBeenCalledTimes(2)
  expect(log).toEqual([])
  allow()
  await expect(third).rejects.toMatchObject({ body: { code: 'replay-gap' } })
  await fed
  expect(log).toEqual(written)
  expect(replay.state()).toMatchObject({ accepted: 9, done: 9 })
})

it('writes each chunk once and in its order where the cluster fails in between', async () => {
  let calls = 0
  const write = async () => {
    if ([1, 3, 4].includes(++calls)) throw new KafkaFailure('unreachable', 'Nothing answers.')
  }
  const { replay, log } = aReplay({ write })
  await replay.begin()
  await feedReplay(replay, chunks(), (work) =>
    retry(
      async () => {
        if (replay.state().status === 'interrupted') await replay.resume()
        await work()
      },
      () => (replay.state().status === 'interrupted' ? 0 : undefined),
    ),
  )
  expect(log).toEqual(written)
})

it('ends with what a chunk fails of, after what came before it is written', async () => {
  const { replay, log } = aReplay()
  await replay.begin()
  async function* broken() {
    yield events(3)
    yield events(2)
    throw new Error('Line 6 is not JSON')
  }
  await expect(feedReplay(replay, broken())).rejects.toThrow('Line 6 is not JSON')
  expect(log).toEqual(written.slice(0, 2))
})

it('goes on behind what is in the log', async () => {
  const { replay, log } = aReplay({ position: 4n })
  await replay.begin()
  await feedReplay(replay, chunks())
  expect(log).toEqual([
    { records: 1, position: 5n },
    { records: 4, position: 9n },
  ])
})
