import { isPlainObject } from '../../path/is-plain-object.ts'
import { operatorNames } from '../../value/operators.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { valuesOf } from '../walk-config.ts'

/**
 * walkerOS ignores a key of a mapping value that is no operator; without any operator left, the value is the whole
 * event.
 */
export const unknownOperator: Check = {
  code: 'unknown-operator',
  severity: 'error',
  ofConfig({ config }) {
    return valuesOf(config).flatMap(({ config: value, place }) =>
      Object.keys(isPlainObject(value) ? value : {})
        .filter((name) => !operators.includes(name))
        .map((name) => {
          const similar = nearest(name, operators)
          const advice =
            similar === undefined ? `Operators are ${operators.join(', ')}.` : `Did you mean ${quote(similar)}?`
          return { place: [...place, name], cause: `${quote(name)} is no mapping operator and is ignored. ${advice}` }
        }),
    )
  },
}

const operators: readonly string[] = operatorNames
