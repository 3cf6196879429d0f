import { type Check, stepOf } from '../check.ts'

/** A function threw or an operator had the wrong shape. walkerOS logs it and goes on without the value. */
export const mappingError: Check = {
  code: 'mapping-error',
  severity: 'warning',
  ofRun(run) {
    const rules = stepOf(run, 'rules')
    return run.errors.map(({ message, error }) => ({
      place: rules?.place ?? [],
      cause: `${message.replace('mapping ', 'Mapping ')}: ${error instanceof Error ? error.message : String(error)}.`,
    }))
  },
}
