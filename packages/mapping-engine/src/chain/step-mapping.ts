import type { CollectorState } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { compileMapEvent, type MappingConfig } from '../rule/map-event.ts'
import type { Semantics } from '../runtime/differences.ts'
import { type LoggedError, newFrame } from '../value/frame.ts'

/** Policies, rule, ignore and name of a mapping; its data changes no event. */
export type MapOne = (event: unknown) => { event: unknown; isIgnored: boolean }
export type RunMapping = (config: MappingConfig) => MapOne

/** Mappings that change events on their way: of a source, and of a transformer without code. */
export function createRunMapping(
  collector: CollectorState,
  semantics: Semantics,
  errors: LoggedError[],
  needsClones: () => boolean,
): RunMapping {
  return (config) => {
    const mapEvent = compileMapEvent(config, semantics)
    return (event) => {
      if (!isPlainObject(event)) throw new TypeError('The event is no object')
      const mapped = mapEvent(event, newFrame(collector, errors, needsClones()), null)
      return { event: mapped.event, isIgnored: mapped.isIgnored }
    }
  }
}

export function asMapping(config: unknown): MappingConfig {
  return isPlainObject(config) ? config : {}
}
