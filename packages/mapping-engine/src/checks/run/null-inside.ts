import { type Check, quote, stepOf } from '../check.ts'

/** One null, NaN or date anywhere inside makes walkerOS leave out the whole field. */
export const nullInside: Check = {
  code: 'null-inside',
  severity: 'warning',
  ofRun(run) {
    return (stepOf(run, 'data')?.fields ?? []).flatMap(({ place, missing, target }) =>
      missing?.kind === 'rejected' && target.length > 0
        ? [
            {
              place,
              cause: `${quote(missing.path ?? 'The result')} holds a null or something else that is no property, so the whole field ${quote(target.join('.'))} is left out.`,
            },
          ]
        : [],
    )
  },
}
