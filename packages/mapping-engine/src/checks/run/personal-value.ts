import type { Place } from '@mapping-designer/shared-types'
import { hasMembers, isPlainObject } from '../../path/is-plain-object.ts'
import { leafPath, visitLeaves } from '../../path/visit-leaves.ts'
import { markedPersonal, personalFinder, personalInWords } from '../../record/personal-field.ts'
import { lastNotes } from '../../trace/field-in-words.ts'
import { type Check, type Finding, quote, stepOf } from '../check.ts'

/** A mapped field that looks personal, is named like it or is marked as it, and asks for no consent, leaves for every event. */
export const personalValue: Check = {
  code: 'personal-value',
  severity: 'warning',
  ofRun(run) {
    const { config, step, outcome, steps } = run
    if (outcome.kind !== 'message' || asksConsent(config)) return []
    const personalAt = personalFinder(markedPersonal(step))
    const found = new Map<string, Finding>()
    const notes = stepOf({ steps }, 'data')?.fields ?? []
    const whole = notes.findLast(({ target }) => target.length === 0)
    for (const { place, target, value, source } of [...lastNotes(notes), ...(whole ? [whole] : [])]) {
      const isLeaf = source !== null && !['map', 'set', 'loop'].includes(source.kind)
      if (!isLeaf || asksOnTheWay(config, place)) continue
      visitLeaves(value, leafPath(target), (field, leaf) => {
        const personal = personalAt(field, leaf)
        const name = field === '' ? 'The value' : quote(field)
        if (personal !== null)
          found.set(field, { place, cause: `${name} ${personalInWords(personal)} and asks for no consent.` })
      })
    }
    return [...found.values()]
  },
}

/** Whether what stands at a place asks for consent, or something around it below the config. */
function asksOnTheWay(config: unknown, place: Place): boolean {
  let value = config
  for (const step of place) {
    value = hasMembers(value) ? value[step] : undefined
    if (asksConsent(value)) return true
  }
  return false
}

function asksConsent(config: unknown): boolean {
  return isPlainObject(config) && isPlainObject(config['consent']) && Object.keys(config['consent']).length > 0
}
