import { hasMembers } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote, type RunInput, sentWhole } from '../check.ts'

/**
 * Data that is no filled object is replaced by the whole event, with everything personal in it: a list, a text, an
 * empty map, a rule without data.
 */
export const fullEventFallback: Check = {
  code: 'full-event-fallback',
  severity: 'warning',
  ofRun(run) {
    const { rules, data } = sentWhole(run) ?? {}
    if (!rules?.rule) return []
    if (!data?.place) {
      const place = [...(rules.place ?? []), 'data']
      return [{ place, cause: `Rule ${quote(rules.rule)} maps no data, so the whole event is sent.` }]
    }
    return [{ place: data.place, cause: `${whatCame(data.value)}, so the whole event is sent${personal(run)}.` }]
  },
}

function whatCame(value: unknown): string {
  if (value === undefined) return 'The mapping gives nothing'
  if (Array.isArray(value)) return 'The mapping gives a list'
  if (typeof value === 'object' && value !== null) return 'No mapped field is set'
  return `The mapping gives ${quote(value)} and not an object`
}

function personal({ event }: RunInput): string {
  const user = memberOf(event, 'user')
  const count = hasMembers(user) ? Object.keys(user).length : 0
  return count === 0 ? '' : `, with ${count} ${count === 1 ? 'field' : 'fields'} of the user`
}
