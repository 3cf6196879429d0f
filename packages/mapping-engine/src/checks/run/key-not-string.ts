import type { Place } from '@mapping-designer/shared-types'
import { type Check, type Finding, quote, stepOf } from '../check.ts'

/**
 * A key path that gives a number, a boolean, a list or an empty text is given up without a word, and the key
 * becomes the event name: all such events go to one partition.
 */
export const keyNotString: Check = {
  code: 'key-not-string',
  severity: 'warning',
  ofRun(run) {
    const key = stepOf(run, 'record')?.key
    if (key?.origin !== 'fallback' || !key.path || !key.place || key.found === undefined) return []
    const fallback = 'record' in run.outcome ? run.outcome.record.key : ''
    const { path, place, found } = key
    const isPlain = typeof found === 'number' || typeof found === 'boolean'
    return [
      {
        place,
        cause: `Key path ${quote(path)} gives ${kindOf(found)}, so the key falls back to ${quote(fallback)}.`,
        ...(isPlain && { fix: asText(place, path) }),
      },
    ]
  },
}

/** A policy turns it into text first; the key path then reads what the policy wrote. */
function asText(place: Place, path: string): NonNullable<Finding['fix']> {
  const isOfRule = place[0] === 'mapping'
  // What a policy of the destination writes, every record with a whole event carries.
  const policy = isOfRule ? [...place.slice(0, -2), 'policy', 'custom.key'] : ['policy', 'custom.key']
  return {
    label: isOfRule ? 'Convert to text in this rule' : 'Convert to text, for all events of the destination',
    edits: [
      { place: policy, value: { fn: `$code:(event) => String(${accessor(path)} ?? '')` } },
      { place: [...place], value: 'custom.key' },
    ],
  }
}

function accessor(path: string): string {
  return path.split('.').reduce((code, step) => `${code}?.[${JSON.stringify(step)}]`, 'event')
}

function kindOf(value: unknown): string {
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `the ${typeof value} ${quote(value)}`
}
