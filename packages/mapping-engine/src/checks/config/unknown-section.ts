import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { everywhere } from '../walk-config.ts'

/** `include` knows the sections data, globals, context, user, source, event and all; others are ignored. */
export const unknownSection: Check = {
  code: 'unknown-section',
  severity: 'warning',
  ofConfig({ config }) {
    return everywhere(config, 'include').flatMap(({ value, place }) =>
      (Array.isArray(value) ? value : []).flatMap((section, index) => {
        if (typeof section !== 'string' || known.includes(section)) return []
        const similar = nearest(section, known)
        const advice = similar === undefined ? `Sections are ${known.join(', ')}.` : `Did you mean ${quote(similar)}?`
        return [{ place: [...place, index], cause: `${quote(section)} is no section of an event. ${advice}` }]
      }),
    )
  },
}

const known = ['data', 'globals', 'context', 'user', 'source', 'event', 'all']
