import { type Check, stepOf } from '../check.ts'

/**
 * kafkajs or the broker must refuse the record. walkerOS logs the error and counts the event as done, so it is
 * lost.
 */
export const undeliverable: Check = {
  code: 'undeliverable',
  severity: 'error',
  ofRun(run) {
    const { outcome } = run
    if (outcome.kind !== 'undeliverable') return []
    const record = stepOf(run, 'record')
    const { reason } = outcome
    if (/\backs\b/.test(reason)) return [{ place: ['settings', 'kafka', 'acks'], cause: reason }]
    const place = reason.startsWith('The topic') ? record?.topic.place : ['settings', 'kafka']
    return [{ place: place ?? [], cause: `${reason} The event is lost without an error.` }]
  },
}
