import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Check, quote, stepOf } from '../check.ts'

/**
 * Since walkerOS 4.7 a policy removes what gives nothing. Where it removes the last field of an object that is the data, the object is
 * no data any more, and the whole event is sent, with all that the policy was not asked about.
 */
export const dataEmptied: Check = {
  code: 'data-emptied',
  severity: 'error',
  ofRun(run) {
    const data = stepOf(run, 'data')
    if (!run.semantics?.policyRemoves || !data?.place || !isPlainObject(data.value)) return []
    if (Object.keys(data.value).length > 0 || stepOf(run, 'record')?.value.origin !== 'full-event') return []
    const removed = run.steps
      .flatMap((step) => (step.kind === 'policy' ? step.writes : []))
      .filter(({ value }) => value === undefined)
      .map(({ path }) => quote(path))
    if (removed.length === 0) return []
    return [
      {
        place: data.place,
        cause: `The policy removes ${removed.join(', ')}, nothing is left of the data, and the whole event is sent.`,
      },
    ]
  },
}
