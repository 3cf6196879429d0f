import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'

/** walkerOS ignores a key of the destination config that it does not know. */
export const unknownConfigKey: Check = {
  code: 'unknown-config-key',
  severity: 'warning',
  ofConfig({ config }) {
    if (!isPlainObject(config)) return []
    return Object.keys(config)
      .filter((name) => !known.includes(name))
      .map((name) => {
        const similar = nearest(name, known)
        const advice = similar === undefined ? '' : ` Did you mean ${quote(similar)}?`
        return { place: [name], cause: `${quote(name)} means nothing in a destination config.${advice}` }
      })
  },
}

const known = [
  'settings',
  'mapping',
  'data',
  'policy',
  'consent',
  'include',
  'disabled',
  'mock',
  'setup',
  'id',
  'init',
  'env',
  'batch',
  'queue',
  'queueMax',
  'dlqMax',
  'before',
  'next',
  'cache',
  'state',
  'require',
  'timeout',
  'breaker',
  'logger',
  'on',
  'loadScript',
  'verbose',
  'events',
]
