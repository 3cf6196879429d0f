import { copyOf } from '../path/clone.ts'
import { deletePath } from '../path/delete-path.ts'
import { splitPath } from '../path/read-path.ts'
import { planSharedWrites, type SharedWrite, writePath, writeShared } from '../path/write-path.ts'
import type { Semantics } from '../runtime/differences.ts'
import { compileValue } from '../value/compile-value.ts'
import type { Frame, RunValue } from '../value/frame.ts'

export interface CompiledPolicy {
  /** An entry that gives nothing removes its path. */
  removes: boolean
  entries: readonly { path: string; write: SharedWrite; run: RunValue }[]
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
  const settled: Settled[] = []
  frame.isConcurrent = entries.length > 1
  for (const { path, write, run } of entries) {
    frame.turns = 0
    const value = run(event, undefined, frame)
    if (typeof value === 'object' || (typeof value === 'string' && value.length > shortText)) frame.mayRepeat = true
    insertByTurns(settled, { path, write, value, turns: frame.turns })
  }
  frame.isConcurrent = false
  if (writes) for (const { path, value } of settled) writes.push({ path, value })
  const hasRemovals = removes && settled.some(({ value }) => value === undefined)
  if (canShare && !hasRemovals && !frame.needsClones) {
    const changed = { ...event }
    if (writeShared(changed, settled)) return changed
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

function insertByTurns(settled: Settled[], one: Settled): void {
  let index = settled.length
  for (let last = settled[index - 1]; last !== undefined && last.turns > one.turns; last = settled[index - 1]) {
    settled[index--] = last
  }
  settled[index] = one
}
