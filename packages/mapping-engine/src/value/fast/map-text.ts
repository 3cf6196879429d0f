import type { Semantics } from '../../runtime/differences.ts'
import { compileValue } from '../compile-value.ts'
import { isOnlyMap } from '../operators.ts'
import { mapFields } from './fast-map.ts'
import { generateMapText, type RunMapText } from './generate-map.ts'
import { growthOf } from './growth-of.ts'
import { compileListText } from './written-list.ts'
import { yieldsProperties } from './yields-properties.ts'

export interface MapText {
  /** The fields of the map. */
  names: ReadonlySet<string>
  run: RunMapText
}

/**
 * A value that is a map and nothing else as JSON in one pass; null for any other, and where code may not be generated. It
 * counts no turns, which only policies need.
 */
export function compileMapText(config: unknown, semantics: Semantics): MapText | null {
  if (!isOnlyMap(config) || !yieldsProperties(config)) return null
  const fields = mapFields(config.map, (field) => compileValue(field, [], semantics)).map((field) => {
    const pick = compileListText(config.map[field.name], field.run)
    return pick === null ? field : { ...field, pick, isText: true }
  })
  const run = generateMapText(fields, Object.values(config.map).map(growthOf))
  return run && { names: new Set(Object.keys(config.map)), run }
}
