import type { ResolveConsent, RunValue } from '../frame.ts'
import type { OnlyMap } from '../operators.ts'
import { generateMap, type MapField, onSecondCall } from './generate-map.ts'
import { quickTurns, quickValueOf } from './quick-value.ts'
import { yieldsProperties } from './yields-properties.ts'

/** A map without notes, whose turns are counted at once. */
export interface FastMap {
  run: RunValue
  /** No field looks at consent. */
  isQuick: boolean
}

/** The fields of a map; the turns of quick values are counted for the whole map. */
export function mapFields(map: NonNullable<unknown>, compile: (config: unknown, name: string) => RunValue): MapField[] {
  return Object.entries(map).map(([name, config]) => {
    const run = compile(config, name)
    const quick = quickValueOf(run)
    const { pick = run, path = null, fallback } = quick ?? {}
    return { name, run, pick, isQuick: quick !== undefined, path, fallback }
  })
}

export function compileFastMap(fields: readonly MapField[]): FastMap {
  // Two turns for each field, one at the end, and what a quick field always takes.
  const turns = fields.reduce((sum, { isQuick }) => sum + (isQuick ? 2 + quickTurns : 2), 1)
  const generated = onSecondCall(() => generateMap(fields))
  return {
    isQuick: fields.every((field) => field.isQuick),
    run(value, consent, frame) {
      frame.turns += turns
      const runGenerated = generated()
      if (runGenerated !== null) return runGenerated(value, consent, frame)
      const object: Record<string, unknown> = {}
      for (const { name, pick } of fields) {
        const result = pick(value, consent, frame)
        if (result !== undefined) object[name] = result
      }
      return object
    },
  }
}

/** The turns that a value takes beside those of its map. */
const mapTurns = 5

/** A map of properties cannot fail and is a property itself, so without notes nothing stands around it; null for others. */
export function compileFastMapValue(
  config: OnlyMap,
  { run, isQuick }: FastMap,
  slow: RunValue,
  resolveConsent: ResolveConsent,
): RunValue | null {
  if (!yieldsProperties(config)) return null
  return (value, consent, frame) => {
    if (frame.notes !== null) return slow(value, consent, frame)
    if (value === undefined) return undefined
    frame.turns += mapTurns
    return run(value, isQuick ? consent : resolveConsent(value, consent, frame), frame)
  }
}
