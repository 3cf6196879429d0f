import { createEventRunner } from '../code/event-runner.ts'
import { createRateLimit } from '../deliver/rate.ts'
import { sharedTransactions } from '../kafka/shared-transactions.ts'
import { createEventReader } from '../reading/event-reader.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { begunNote } from './begun-note.ts'
import type { RunOptions, RunPlan, RunReport } from './run-options.ts'

/** What a plan needs at work; `close` ends its processes. */
export function openRun(plan: RunPlan, report: RunReport): { options: RunOptions; close(): Promise<void> } {
  const { profile, notes, group } = plan
  const runner = createEventRunner()
  const options: RunOptions = {
    ...plan,
    ...report,
    registry: profile.registry && schemaRegistry(profile.registry),
    rate: createRateLimit(Date.now),
    runner,
    reader: createEventReader(),
    note: begunNote(notes, group, report.onTrouble),
    write: sharedTransactions(),
  }
  return { options, close: runner.close }
}
