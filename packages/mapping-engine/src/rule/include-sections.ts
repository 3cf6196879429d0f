import { isPlainObject } from '../path/is-plain-object.ts'
import type { Semantics } from '../runtime/differences.ts'
import { jsonText } from '../value/fast/json-text.ts'

type Sections = Record<string, unknown>

const eventSection = ['entity', 'action', 'id', 'timestamp', 'name', 'trigger', 'timing'] as const

const pickers: Record<string, (event: Sections) => unknown> = {
  data: (event) => event['data'],
  globals: (event) => event['globals'],
  context: (event) => event['context'],
  user: (event) => event['user'],
  source: (event) => event['source'],
  event: (event) => Object.fromEntries(eventSection.map((key) => [key, event[key]])),
}

/**
 * Sections of an event as flat fields such as `user_id`; of a context entry only the label. Up to 4.2 one level deep,
 * since 4.3 all the way down. Unknown sections are ignored. Mirrors `core/include.ts flattenIncludeSections`.
 */
export function includeSections(
  event: Sections,
  sections: readonly string[],
  { includesDeeply }: Semantics,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const chosen = sections.includes('all') ? Object.keys(pickers) : sections
  for (const section of chosen) {
    const bag = pickers[section]?.(event)
    if (!isPlainObject(bag)) continue
    for (const key in bag) {
      if (bag[key] === undefined || !Object.hasOwn(bag, key)) continue
      const name = fieldName(section, key)
      const value = shown(section, bag[key])
      if (!includesDeeply) fields[name] = value
      else flatten(fields, name, value)
    }
  }
  return fields
}

/** The fields of an event as JSON without the closing brace, '' where there are none, null where it cannot be had. */
export type RunIncludeText = (event: Sections) => string | null

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
      let index = 0
      for (const key in bag) {
        // Events in a row mostly have the same keys in the same order.
        let field = known[index]
        if (field?.key !== key) {
          const name = `${section}_${key}`
          field = { key, label: taken.has(name) || key === '__proto__' ? null : `${JSON.stringify(name)}:` }
          known[index] = field
        }
        index++
        if (bag[key] === undefined || !Object.hasOwn(bag, key)) continue
        const value = shown(section, bag[key])
        const json = jsonText(value)
        if (field.label === null || json === '') return null
        if (typeof value === 'object' && json.includes('__proto__')) return null
        text += (text.length === 0 ? '{' : ',') + field.label + json
      }
    }
    return text
  }
}

function shown(section: string, value: unknown): unknown {
  return section === 'context' && Array.isArray(value) ? value[0] : value
}

const fieldNames = new Map<string, Map<string, string>>()

/** `user_id`; a name is put together once and then found. */
function fieldName(section: string, key: string): string {
  let ofSection = fieldNames.get(section)
  if (ofSection === undefined || ofSection.size > 10_000) {
    ofSection = new Map()
    fieldNames.set(section, ofSection)
  }
  let name = ofSection.get(key)
  if (name === undefined) {
    name = `${section}_${key}`
    ofSection.set(key, name)
  }
  return name
}

function flatten(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (!isPlainObject(value)) {
    fields[name] = value
    return
  }
  for (const [key, item] of Object.entries(value)) if (item !== undefined) flatten(fields, `${name}_${key}`, item)
}
