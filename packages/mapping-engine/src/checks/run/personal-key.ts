import { markedPersonal, personalFinder, personalInWords } from '../../record/personal-field.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** Keys are shown in logs and tools and cannot be masked field by field: an address does not belong there. */
export const personalKey: Check = {
  code: 'personal-key',
  severity: 'warning',
  ofRun(run) {
    if (run.outcome.kind !== 'message') return []
    const { key } = run.outcome.record
    const personal = personalFinder(markedPersonal(run.step))('key', key)
    const place = stepOf(run, 'record')?.key.place ?? []
    return personal === null ? [] : [{ place, cause: `The key ${quote(key)} ${personalInWords(personal)}.` }]
  },
}
