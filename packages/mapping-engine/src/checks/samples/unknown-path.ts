import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { readPath, splitPath } from '../../path/read-path.ts'
import { whyUnreachable } from '../../path/unreachable-keys.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { valuesOf } from '../walk-config.ts'

/** A path that is in no sample is most often a slip of the hand. */
export const unknownPath: Check = {
  code: 'unknown-path',
  severity: 'warning',
  ofSamples({ config, runs }) {
    const events = runs
      .map(({ steps }) => steps.find((step) => step.kind === 'data')?.event)
      .filter((event) => event !== undefined)
    if (events.length === 0) return []
    // Most configs name no unknown path, and nothing has to be listed for them.
    let known: string[] | undefined
    return valuesOf(config).flatMap(({ config: value, place, role }) => {
      const path = typeof value === 'string' ? value : memberOf(value, 'key')
      // Paths inside a loop are read from its items, which are not known here.
      if (
        typeof path !== 'string' ||
        path === '' ||
        path === 'this' ||
        path.startsWith('$code:') ||
        place.includes('loop') ||
        role === 'policy'
      )
        return []
      if (path.includes('*') || events.some((event) => readPath(event, splitPath(path)) !== undefined)) return []
      const why = events.map((event) => whyUnreachable(event, path)).find((found) => found !== '')
      if (why !== undefined) return [{ place, cause: `${quote(path)} reaches nothing.${why}` }]
      known ??= [...new Set(events.flatMap((event) => pathsOf(event)))]
      const similar = nearest(path, known)
      return [
        {
          place,
          cause: `${quote(path)} is in no sample.${similar === undefined ? '' : ` Did you mean ${quote(similar)}?`}`,
        },
      ]
    })
  },
}

function pathsOf(value: unknown, path = ''): string[] {
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const own = path === '' ? key : `${path}.${key}`
    return [own, ...pathsOf(item, own)]
  })
}
