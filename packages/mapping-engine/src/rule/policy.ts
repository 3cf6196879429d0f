import type { Place } from '@mapping-designer/shared-types'
import { writePath } from '../path/write-path.ts'
import { compileValue } from '../value/compile-value.ts'
import type { Frame, RunValue } from '../value/frame.ts'

export type CompiledPolicy = readonly { path: string; run: RunValue }[]

export interface PolicyWrite {
  path: string
  value: unknown
}

export function compilePolicy(policy: unknown, place: Place): CompiledPolicy {
  return Object.entries(policy as object).map(([path, config]) => ({
    path,
    run: compileValue(config, [...place, path]),
  }))
}

/**
 * Changes an event as a policy does. All entries read the original event; they are written in the order in which
 * walkerOS' promises settle, which follows the turns each value takes and only then the order in the file.
 * Mirrors steps 1 and 2.5 of `core/mapping.ts processEventMapping`.
 */
export function applyPolicy<T>(event: T, policy: CompiledPolicy, frame: Frame, writes?: PolicyWrite[]): T {
  frame.event = event
  const settled = policy.map(({ path, run }) => {
    frame.turns = 0
    const value = run(event, undefined, frame)
    return { path, value, turns: frame.turns }
  })
  if (settled.length > 1) settled.sort((a, b) => a.turns - b.turns)
  let changed = event
  for (const { path, value } of settled) {
    changed = writePath(changed, path, value)
    writes?.push({ path, value })
  }
  return changed
}
