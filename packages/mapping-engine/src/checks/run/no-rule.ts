import { memberOf } from '../../path/member-of.ts'
import { type Check, quote, sentWhole } from '../check.ts'

/** An event that no rule matches is not dropped: it goes out whole to the topic of the destination. */
export const noRule: Check = {
  code: 'no-rule',
  severity: 'warning',
  ofRun(run) {
    if (sentWhole(run)?.rules?.rule !== null) return []
    if (run.outcome.kind !== 'message' && run.outcome.kind !== 'undeliverable') return []
    const name = quote(memberOf(run.event, 'name'))
    return [
      {
        place: ['mapping'],
        cause: `No rule matches ${name}, so the whole event goes to ${quote(run.outcome.record.topic)}.`,
        fix: { label: 'Ignore unmatched events', edits: [{ place: ['mapping', '*', '*'], value: { ignore: true } }] },
      },
    ]
  },
}
