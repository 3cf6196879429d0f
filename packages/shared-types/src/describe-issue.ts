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

/** What a value must be that is not what its schema asks for: the end of a sentence that names the place. */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${articled(issue.expected)}`
    case 'invalid_value':
      return `must be ${listed(issue.values.map((value) => JSON.stringify(value)))}`
    case 'too_small':
      return isNumber(issue.origin) ? `must be at least ${issue.minimum}` : issue.message.replace(/\.$/, '')
    case 'too_big':
      return isNumber(issue.origin) ? `must be at most ${issue.maximum}` : issue.message.replace(/\.$/, '')
    default:
      return issue.message.replace(/\.$/, '')
  }
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int'
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last = 'or'): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

const names: Readonly<Record<string, string>> = { record: 'object', int: 'whole number' }

function articled(expected: string): string {
  const name = names[expected] ?? expected
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`
}
