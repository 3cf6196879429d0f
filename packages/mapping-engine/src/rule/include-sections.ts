import { isPlainObject } from '../path/is-plain-object.ts'
import type { Semantics } from '../runtime/differences.ts'

type Sections = Record<string, unknown>

const eventSection = ['entity', 'action', 'id', 'timestamp', 'name', 'trigger', 'timing'] as const

/** What a section of an event is; others are ignored. */
export const pickers: Record<string, (event: Sections) => unknown> = {
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

/** Of a context entry only the label. */
export function shown(section: string, value: unknown): unknown {
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
