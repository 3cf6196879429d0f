import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterAll, afterEach, beforeEach, vi } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../config/testing.ts'
import { createRateLimit } from '../deliver/rate.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createReplay, type ReplayParts } from './replay.ts'
import { fileJournal } from './replay-journal.ts'

export const profile: Profile = aProfile()
export const events = (count: number) => Array.from({ length: count }, () => anEvent())
const flow = aFlow(aConfig({ mapping: { order: { complete: {} }, page: { view: { ignore: true } } } }))

/** Replays without Kafka; each test of a file has a folder for journals and a runner of its own. */
export function replaysOnALog() {
  const home = mkdtempSync(join(tmpdir(), 'replay-'))
  const anotherFolder = () => join(home, crypto.randomUUID())
  const at = { folder: anotherFolder(), runner: createEventRunner() }
  beforeEach(() => {
    at.runner = createEventRunner({ start: 60_000, event: 60_000 })
    at.folder = anotherFolder()
  })
  afterEach(() => at.runner.close())
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** A replay on a log that does what a test says, with a real journal. */
  function aReplay(
    changes: { position?: bigint | null; write?: ExactWriter['write'] } = {},
    parts: Partial<Pick<ReplayParts, 'writer' | 'journal'>> = {},
  ) {
    const log: { records: number; position: bigint }[] = []
    const kept = { position: changes.position ?? null }
    const writer = {
      open: vi.fn(async () => kept.position),
      write: vi.fn<ExactWriter['write']>(async (records, position, onFilled) => {
        if (records.length > 0) await changes.write?.(records, position)
        await onFilled?.()
        if (records.length > 0) log.push({ records: records.length, position })
        kept.position = position
      }),
      close: vi.fn(async () => {}),
    }
    let now = 1_000
    const journal = fileJournal(at.folder, 'id')
    const replay = createReplay('id', 100, {
      profile,
      destination: destinationOf({ flow, profile: 'test', events: [] } as never),
      runner: at.runner,
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

  return { at, aReplay }
}
