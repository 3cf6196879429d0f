import type { Check } from '../check.ts'

/**
 * walkerOS does not bundle a flow with a step or a route that it cannot read: a name that is no JavaScript identifier, `code` as a text, a function
 * that is no expression, a condition without a value. Nothing of the flow runs then, also where the event would not come to that part.
 */
export const flowRefused: Check = {
  code: 'flow-refused',
  severity: 'error',
  ofConfig({ refused }) {
    // Places of the flow begin with `flows` and its name.
    return refused === undefined ? [] : [{ of: 'flow', place: refused.place.slice(2), cause: refused.message }]
  },
}
