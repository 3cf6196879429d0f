import type { Place } from '@mapping-designer/shared-types'
import type { Check, Finding } from './check.ts'
import { quote } from './check.ts'

const reference = /\$(?:var|env|contract|flow|secret|store)\.[\w.-]+/

/** A `$env.NAME`-like reference, which the preview shows as written. */
export const unresolvedReference: Check = {
  code: 'unresolved-reference',
  severity: 'warning',
  ofConfig: (config) => visit(config, []),
}

function visit(value: unknown, place: Place): Finding[] {
  if (typeof value === 'string') {
    const found = value.startsWith('$code:') ? null : reference.exec(value)
    return found ? [{ place, cause: `The reference ${quote(found[0])} is not resolved in the preview.` }] : []
  }
  if (typeof value !== 'object' || value === null) return []
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...entries].flatMap(([key, item]) => visit(item, [...place, key]))
}
