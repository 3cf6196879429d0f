import type * as z from 'zod/mini'
import { formatPlace, type Place } from './json.ts'

export interface SchemaProblem {
  place: Place
  sentence: string
}

type Issue = z.core.$ZodIssue

/** The first things wrong with a value, each as its place and one sentence that says what was expected. */
export function describeIssues(error: z.core.$ZodError): SchemaProblem[] {
  return error.issues.map((issue) => {
    const place = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
    const name = place.length === 0 ? 'The document' : `\`${formatPlace(place)}\``
    return { place, sentence: `${name} ${expectation(issue)}.` }
  })
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${articled(issue.expected)}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    default:
      return issue.message.replace(/\.$/, '')
  }
}

function articled(expected: string): string {
  const name = expected === 'record' ? 'object' : expected
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`
}
