import { isPlainObject } from '../../path/is-plain-object.ts'
import type { Semantics } from '../../runtime/differences.ts'
import { jsonText } from '../../value/fast/json-text.ts'
import { compileMapText } from '../../value/fast/map-text.ts'
import type { Frame } from '../../value/frame.ts'
import { pickers, shown } from '../include-sections.ts'

/** The JSON of data and included sections, '' where nothing is mapped; null for an event that takes the long way. */
export type RunValueText = (event: Record<string, unknown>, frame: Frame) => string | null

/** Null where data of rule and destination would be merged, and where something is removed from the object. */
export function compileValueText(
  rule: MappedParts,
  defaults: MappedParts & { semantics: Semantics },
): RunValueText | null {
  const map = rule.remove || defaults.data ? null : compileMapText(rule.data, defaults.semantics)
  const include = map && compileIncludeText(rule.include ?? defaults.include, defaults.semantics, map.names)
  if (!map || !include) return null
  return (event, frame) => {
    if (frame.mayRepeat) return null
    const included = include(event)
    return included === null ? null : map.run(event, undefined, frame, included)
  }
}

interface MappedParts {
  data?: unknown
  include?: unknown
  remove?: unknown
}

/** The fields of an event as JSON without the closing brace, '' where there are none, null where it cannot be had. */
type RunIncludeText = (event: Record<string, unknown>) => string | null

/**
 * The same fields as text in one pass. Null, for all or for one event, where a name could stand twice: it is among `taken`, a
 * section is listed twice, or the runtime flattens; where JSON has no word for a value; and where an own key
 * `__proto__` may matter.
 */
export function compileIncludeText(
  sections: unknown,
  { includesDeeply }: Semantics,
  taken: ReadonlySet<string>,
): RunIncludeText | null {
  if (!sections || (sections as unknown[]).length === 0) return () => ''
  if (includesDeeply || !Array.isArray(sections)) return null
  if (sections.includes('all') || new Set(sections).size < sections.length) return null
  const parts = sections.flatMap((section: string) => {
    const pick = pickers[section]
    return pick ? [{ section, pick, known: [] as { key: string; label: string | null }[] }] : []
  })
  return (event) => {
    let text = ''
    for (const { section, pick, known } of parts) {
      const bag = pick(event)
      if (!isPlainObject(bag)) continue
      // With `for…in` V8 optimizes this again and again: what is read by the name of the loop has no feedback.
      for (const [index, key] of Object.keys(bag).entries()) {
        // Events in a row mostly have the same keys in the same order.
        let field = known[index]
        if (field?.key !== key) {
          const name = `${section}_${key}`
          field = { key, label: taken.has(name) || key === '__proto__' ? null : `${JSON.stringify(name)}:` }
          known[index] = field
        }
        if (bag[key] === undefined) continue
        const value = shown(section, bag[key])
        const json = jsonText(value, 0)
        if (field.label === null || json === '') return null
        if (typeof value === 'object' && json.includes('__proto__')) return null
        text += (text.length === 0 ? '{' : ',') + field.label + json
      }
    }
    return text
  }
}
