import type { Place } from '@mapping-designer/shared-types'
import { splitPath } from '../path/read-path.ts'
import { writePath, writeShared } from '../path/write-path.ts'
import { compileValue } from '../value/compile-value.ts'
import type { Frame, RunValue } from '../value/frame.ts'

export interface CompiledPolicy {
  entries: readonly { path: string; steps: readonly string[]; run: RunValue }[]
  /** No path lies inside another and none names an index, so the writes can share one copy. */
  canShare: boolean
}

export interface PolicyWrite {
  path: string
  value: unknown
}

export function compilePolicy(policy: unknown, place: Place): CompiledPolicy {
  const entries = Object.entries(policy as object).map(([path, config]) => ({
    path,
    steps: splitPath(path),
    run: compileValue(config, [...place, path]),
  }))
  return { entries, canShare: entries.every(({ path, steps }) => isApart(path, steps, entries)) }
}

function isApart(path: string, steps: readonly string[], all: readonly { path: string }[]): boolean {
  return (
    !steps.some((step) => /^\d+$/.test(step) || step === '__proto__') &&
    !all.some((one) => one.path.startsWith(`${path}.`))
  )
}

/**
 * Changes an event as a policy does. All entries read the original event; they are written in the order in which
 * walkerOS' promises settle, which follows the turns each value takes and only then the order in the file.
 * Mirrors steps 1 and 2.5 of `core/mapping.ts processEventMapping`.
 */
export function applyPolicy(
  event: Record<string, unknown>,
  { entries, canShare }: CompiledPolicy,
  frame: Frame,
  writes?: PolicyWrite[],
): Record<string, unknown> {
  frame.event = event
  const settled = entries.map(({ path, steps, run }) => {
    frame.turns = 0
    const value = run(event, undefined, frame)
    return { path, steps, value, turns: frame.turns }
  })
  if (settled.length > 1) settled.sort((a, b) => a.turns - b.turns)
  if (writes) for (const { path, value } of settled) writes.push({ path, value })
  if (canShare && !frame.needsClones) {
    const changed = { ...event }
    if (writeShared(changed, settled)) return changed
  }
  frame.needsClones = true
  return settled.reduce((changed, { path, value }) => writePath(changed, path, value), event)
}
