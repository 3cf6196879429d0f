import type { CollectorState } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { readPath, splitPath } from '../path/read-path.ts'
import { CodeFault, reviveCode } from './code-function.ts'
import { compileValue } from './compile-value.ts'

/** What one mapping value yields for one event, and why it yields nothing. */
export type ValueResult = { isSet: true; value: unknown } | { isSet: false; reason: string }

/** Evaluates one mapping value against an event or a loop item, for the "value now" beside a rule. */
export function explainValue(
  config: unknown,
  input: unknown,
  event: unknown,
  collector: CollectorState = {},
): ValueResult {
  const errors: { message: string; error: unknown }[] = []
  const frame = { event, collector, collectorConsent: collector.consent ?? {}, turns: 0, errors: errors as never[] }
  const consent = isPlainObject(event) ? event['consent'] : undefined
  try {
    const value = compileValue(reviveCode(config, undefined))(input, consent, frame)
    if (value !== undefined) return { isSet: true, value }
  } catch (error) {
    if (error instanceof CodeFault) return { isSet: false, reason: 'functions are not run yet' }
    throw error
  }
  return { isSet: false, reason: whyNothing(config, input) }
}

function whyNothing(config: unknown, input: unknown): string {
  if (typeof config === 'string') return `${config} is not in this event${holdsNull(input, config)}`
  if (Array.isArray(config)) return 'none of the alternatives gives a value'
  if (!isPlainObject(config)) return 'this is no mapping value'
  if (isPlainObject(config['consent'])) return `needs ${Object.keys(config['consent']).join(' or ')}`
  if (typeof config['key'] === 'string')
    return `${config['key']} is not in this event${holdsNull(input, config['key'])}`
  return 'it gives nothing'
}

function holdsNull(input: unknown, path: string): string {
  const found = readPath(input, splitPath(path))
  if (found === undefined) return ''
  return found === null ? ', it is null' : ', a null inside drops it'
}
