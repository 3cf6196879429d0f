import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { rulesOf } from '../walk-config.ts'

/** `include` knows the sections data, globals, context, user, source, event and all; others are ignored. */
export const unknownSection: Check = {
  code: 'unknown-section',
  severity: 'warning',
  ofConfig({ config }) {
    const lists = [{ list: memberOf(config, 'include'), place: ['include'] as (string | number)[] }]
    for (const { rule, place } of rulesOf(config)) lists.push({ list: rule['include'], place: [...place, 'include'] })
    return lists.flatMap(({ list, place }) =>
      (Array.isArray(list) ? list : []).flatMap((section, index) => {
        if (typeof section !== 'string' || known.includes(section)) return []
        const similar = nearest(section, known)
        const advice = similar === undefined ? `Sections are ${known.join(', ')}.` : `Did you mean ${quote(similar)}?`
        return [{ place: [...place, index], cause: `${quote(section)} is no section of an event. ${advice}` }]
      }),
    )
  },
}

const known = ['data', 'globals', 'context', 'user', 'source', 'event', 'all']
