import { type Check, quote } from '../check.ts'
import { valuesOf } from '../walk-config.ts'

/**
 * A number, a boolean, null or an empty text is no mapping value: it gives nothing, or the whole event. A fixed
 * value is written as { "value": … }.
 */
export const primitiveValue: Check = {
  code: 'primitive-value',
  severity: 'warning',
  ofConfig({ config }) {
    return valuesOf(config).flatMap(({ config: value, place, role }) => {
      const isPrimitive = value === null || value === '' || typeof value === 'number' || typeof value === 'boolean'
      if (!isPrimitive || role === 'loop') return []
      const effect = value === '' ? 'gives the whole event' : 'gives nothing'
      return [
        {
          place,
          cause: `${value === '' ? 'An empty path' : quote(value)} ${effect}; a fixed value is written as ${quote(JSON.stringify({ value }))}.`,
          ...(value !== null &&
            value !== '' && {
              fix: { label: 'Use as fixed value', edits: [{ place, value: { value } }] },
            }),
        },
      ]
    })
  },
}
