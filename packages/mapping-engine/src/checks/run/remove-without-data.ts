import { type Check, sentWhole } from '../check.ts'

/** `remove` deletes from mapped data. A rule without data sends the whole event, and nothing is removed from it. */
export const removeWithoutData: Check = {
  code: 'remove-without-data',
  severity: 'warning',
  ofRun(run) {
    const { rules, data } = sentWhole(run) ?? {}
    if (!data || data.removed.length === 0) return []
    return [
      {
        place: [...(rules?.place ?? []), 'remove'],
        cause: '`remove` deletes from mapped data only; here the whole event is sent, and nothing is removed.',
      },
    ]
  },
}
