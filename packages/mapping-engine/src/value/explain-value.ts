import type { CollectorState } from '@mapping-designer/shared-types'
import { memberOf } from '../path/member-of.ts'
import { CodeFault, reviveCode } from './code-function.ts'
import { compileValue } from './compile-value.ts'
import { type Frame, type MissingReason, newFrame } from './frame.ts'

/** What one mapping value yields for one event, and why it yields nothing. */
export type ValueResult = { isSet: true; value: unknown } | { isSet: false; reason: string }

/** Evaluates one mapping value against an event or a loop item, for a rule that the event does not follow. */
export function explainValue(
  config: unknown,
  input: unknown,
  event: unknown,
  collector: CollectorState = {},
): ValueResult {
  const notes: Frame['notes'] = { fields: [], target: [] }
  const frame: Frame = { ...newFrame(collector), event, notes }
  const consent = memberOf(event, 'consent')
  try {
    const value = compileValue(reviveCode(config, undefined), [])(input, consent, frame)
    if (value !== undefined) return { isSet: true, value }
  } catch (error) {
    if (error instanceof CodeFault) return { isSet: false, reason: 'the function runs when its rule is chosen' }
    throw error
  }
  const last = notes.fields.findLast(({ target }) => target.length === 0)
  return { isSet: false, reason: last?.missing ? describeMissing(last.missing) : 'it gives nothing' }
}

/** A reason in a few words, to stand after "not set:". */
export function describeMissing(reason: MissingReason): string {
  switch (reason.kind) {
    case 'path':
      return `${reason.path} is not in this event`
    case 'rejected':
      return `${reason.path ?? 'the result'} holds null or something else that is no property`
    case 'condition':
      return 'its condition is false'
    case 'consent':
      return `needs ${reason.required.join(' or ')}`
    case 'validate':
      return 'validate says no'
    case 'function':
      return 'the function gives nothing'
    case 'no-operator':
      return 'it has no operator'
  }
}
