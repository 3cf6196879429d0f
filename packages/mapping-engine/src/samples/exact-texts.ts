import type { JsonValue } from '@mapping-designer/shared-types'
import { itemTexts } from './item-texts.ts'
import type { Loss } from './losses.ts'
import { parseExactly } from './parse-exactly.ts'
import { listMembers, unwrapEvents } from './unwrap-events.ts'

/** An event as people edit it. */
export function writeEvent(event: unknown): string {
  return JSON.stringify(event, null, 2)
}

/** The items of a source as they are written; empty where reading them loses nothing. */
export function exactTexts(source: string, losses: readonly Loss[], count: number): (string | undefined)[] {
  if (losses.length === 0) return []
  if (losses.some(({ code }) => code === 'repeated-key')) {
    const texts = count === 1 ? [source] : itemTexts(source, listMembers)
    if (texts.length === count) return texts
  }
  try {
    const { items } = unwrapEvents(parseExactly(source) as JsonValue)
    const own = items.filter((item) => item.source === undefined)
    return own.length === count ? own.map(({ value }) => writeEvent(value)) : []
  } catch {
    // JSON5, whose text is a sample as it stands.
    return count === 1 ? [source] : []
  }
}
