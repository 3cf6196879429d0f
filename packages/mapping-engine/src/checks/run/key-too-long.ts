import { type Check, stepOf } from '../check.ts'

/** A key is stored with every record; a long one costs on every send and read. */
export const keyTooLong: Check = {
  code: 'key-too-long',
  severity: 'hint',
  ofRun(run) {
    if (run.outcome.kind !== 'message') return []
    const { length } = run.outcome.record.key
    const place = stepOf(run, 'record')?.key.place
    return length <= 256
      ? []
      : [{ place: place ?? [], cause: `The key has ${length} characters and is stored with every record.` }]
  },
}
