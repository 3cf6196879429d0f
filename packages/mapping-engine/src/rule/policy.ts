import { copyOf } from '../path/clone.ts'
import { deletePath } from '../path/delete-path.ts'
import { splitPath } from '../path/read-path.ts'
import { isListOnWay, planSharedWrites, type SharedWrite, writePath, writeShared } from '../path/write-path.ts'
import type { Semantics } from '../runtime/differences.ts'
import { compileValue } from '../value/compile-value.ts'
import type { Frame, RunValue } from '../value/frame.ts'

interface PolicyEntry {
  path: string
  write: SharedWrite
  run: RunValue
}

export interface CompiledPolicy {
  /** An entry that gives nothing removes its path. */
  removes: boolean
  entries: readonly PolicyEntry[]
  /** No path lies inside another and none names an index, so the writes can share one copy. */
  canShare: boolean
}

export interface PolicyWrite {
  path: string
  value: unknown
}

export function compilePolicy(policy: NonNullable<unknown>, semantics: Semantics): CompiledPolicy {
  const planWrite = planSharedWrites()
  const entries = Object.entries(policy).map(([path, config]) => ({
    path,
    write: planWrite(path),
    run: compileValue(config, [], semantics),
  }))
  return {
    removes: semantics.policyRemoves,
    entries,
    canShare: entries.every(({ path }) => isApart(path, entries)),
  }
}

function isApart(path: string, all: readonly { path: string }[]): boolean {
  return (
    !splitPath(path).some((step) => /^\d+$/.test(step) || step === '__proto__') &&
    !all.some((one) => one.path.startsWith(`${path}.`))
  )
}

/** Copies of texts up to this length come to less than the policy itself, however many there are. */
const shortText = 256

/**
 * Changes an event as a policy does. All entries read the original event; they are written in the order in which
 * walkerOS' promises settle, which follows the turns each value takes and only then the order in the file.
 * Mirrors steps 1 and 2.5 of `core/mapping.ts processEventMapping`.
 */
export function applyPolicy(
  event: Record<string, unknown>,
  { entries, canShare, removes }: CompiledPolicy,
  frame: Frame,
  writes?: PolicyWrite[],
): Record<string, unknown> {
  frame.event = event
  frame.isConcurrent = entries.length > 1
  const settled = entries.map((entry) => settle(entry, event, frame))
  frame.isConcurrent = false
  if (settled.length > 1) settled.sort((one, other) => one.turns - other.turns)
  if (writes) for (const { path, value } of settled) writes.push({ path, value })
  const hasRemovals = removes && settled.some(({ value }) => value === undefined)
  if (canShare && !hasRemovals && !frame.needsClones && !isListOnWay(event, entries)) {
    // A value that is an object may hold the event itself.
    const changed = frame.ownsEvent && settled.every(({ value }) => typeof value !== 'object') ? event : { ...event }
    writeShared(changed, settled)
    return changed
  }
  frame.needsClones = true
  // What is written is a copy: a function that changes it later must not change the config.
  return settled.reduce(
    (changed, { path, value }) =>
      removes && value === undefined ? deletePath(changed, path) : writePath(changed, path, copyOf(value)),
    event,
  )
}

interface Settled {
  path: string
  write: SharedWrite
  value: unknown
  turns: number
}

function settle({ path, write, run }: PolicyEntry, event: Record<string, unknown>, frame: Frame): Settled {
  frame.turns = 0
  const value = run(event, undefined, frame)
  if (typeof value === 'object' || (typeof value === 'string' && value.length > shortText)) frame.mayRepeat = true
  return { path, write, value, turns: frame.turns }
}
