import { isPlainObject } from '../path/is-plain-object.ts'

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
 * Sections of an event as flat fields such as `user_id`, one level deep; of a context entry only the label.
 * Unknown sections are ignored. Mirrors `core/include.ts flattenIncludeSections` of 4.2.
 */
export function includeSections(event: Sections, sections: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const chosen = sections.includes('all') ? Object.keys(pickers) : sections
  for (const section of chosen) {
    const bag = pickers[section]?.(event)
    if (!isPlainObject(bag)) continue
    for (const [key, value] of Object.entries(bag)) {
      if (value === undefined) continue
      fields[`${section}_${key}`] = section === 'context' && Array.isArray(value) ? value[0] : value
    }
  }
  return fields
}
