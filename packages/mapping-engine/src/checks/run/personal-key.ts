import { personalKind } from '../../record/personal-kind.ts'
import { type Check, quote, stepOf } from '../check.ts'

/** Keys are shown in logs and tools and cannot be masked field by field: an address does not belong there. */
export const personalKey: Check = {
  code: 'personal-key',
  severity: 'warning',
  ofRun(run) {
    if (run.outcome.kind !== 'message') return []
    const kind = personalKind(run.outcome.record.key)
    const place = stepOf(run, 'record')?.key.place
    return kind === null
      ? []
      : [{ place: place ?? [], cause: `The key ${quote(run.outcome.record.key)} looks like ${kind}.` }]
  },
}
