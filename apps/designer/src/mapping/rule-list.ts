import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'

/** A rule as it stands in the mapping; alternatives of one action are numbered from 1. */
export interface RuleEntry {
  entity: string
  action: string
  /** Null for a rule that has no alternatives. */
  alternative: number | null
  alternatives: number
  place: Place
  rule: Record<string, unknown>
  /** `order.complete[0]`, as outcomes name it. */
  name: string
}

/** All rules of a mapping in the order of the file; what is no rule is left out here and reported as a problem. */
export function listRules(mapping: unknown): RuleEntry[] {
  if (!isPlainObject(mapping)) return []
  return Object.entries(mapping).flatMap(([entity, actions]) =>
    isPlainObject(actions) ? Object.entries(actions).flatMap(([action, found]) => rulesOf(entity, action, found)) : [],
  )
}

function rulesOf(entity: string, action: string, found: unknown): RuleEntry[] {
  const place = ['mapping', entity, action]
  const name = `${entity}.${action}`
  if (Array.isArray(found)) {
    return found.flatMap((rule, index) =>
      isPlainObject(rule)
        ? [
            {
              entity,
              action,
              alternative: index + 1,
              alternatives: found.length,
              place: [...place, index],
              rule,
              name: `${name}[${index}]`,
            },
          ]
        : [],
    )
  }
  return isPlainObject(found) ? [{ entity, action, alternative: null, alternatives: 1, place, rule: found, name }] : []
}

/** A condition as one line of code, without its prefix. */
export function conditionText(rule: Record<string, unknown>): string {
  const { condition } = rule
  if (typeof condition !== 'string') return ''
  return condition.replace(/^\$code:\s*/, '').replace(/^\(?\s*\w+\s*\)?\s*=>\s*/, '')
}
