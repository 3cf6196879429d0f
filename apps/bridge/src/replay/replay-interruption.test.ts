import { rmSync, writeFileSync } from 'node:fs'
import type { ReplayFailure } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { writtenJournal } from '../cli/produce.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { type FileJournal, fileJournal } from './replay-journal.ts'
import { events, replaysOnALog } from './testing.ts'

const { at, aReplay } = replaysOnALog()

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
    fileJournal(at.folder, 'id'),
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
  rmSync(at.folder, { recursive: true })
  writeFileSync(at.folder, 'no folder')
  await expect(replay.take(2, events(2), false)).rejects.toMatchObject({
    status: 409,
    body: {
      message: expect.stringMatching(/^The replay is interrupted: The journal of the replay cannot be written/),
    },
  })
  expect(log).toEqual([{ records: 2, position: 2n }])
  rmSync(at.folder)
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
