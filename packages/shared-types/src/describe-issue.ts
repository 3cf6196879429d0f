import type * as z from 'zod/mini'
import { formatPlace, type Place } from './json.ts'

export interface SchemaProblem {
  place: Place
  sentence: string
}

type Issue = z.core.$ZodIssue

/** The first things wrong with a value, each as its place and one sentence that says what was expected. */
export function describeIssues(error: z.core.$ZodError): SchemaProblem[] {
  return error.issues
    .flatMap((issue) => meant(issue))
    .map((issue) => {
      const place = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
      const name = place.length === 0 ? 'The document' : `\`${formatPlace(place)}\``
      return { place, sentence: `${name} ${expectation(issue)}.` }
    })
}

/** Of a union, what is wrong with the form that was meant: the one of which most fits. Forms that fit equally are all named. */
function meant(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const forms = issue.errors.map((form) => form.flatMap((one) => meant(one)))
  const depth = (form: readonly Issue[]) => Math.max(0, ...form.map(({ path }) => path.length))
  const deepest = Math.max(0, ...forms.map(depth))
  if (deepest === 0) return [issue]
  const best = forms.find((form) => depth(form) === deepest) ?? []
  return best.map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
}

/** `must be -1, 0 or 1`, `must be a string or an object`: what the forms of a union are, where none of them fits at all. */
function alternatives(forms: readonly (readonly Issue[])[]): string {
  const names = forms.flat().flatMap((issue) => {
    if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value))
    if (issue.code === 'invalid_type') return [articled(issue.expected)]
    return issue.code === 'invalid_union' ? [alternatives(issue.errors)] : []
  })
  return listed([...new Set(names)])
}

/** What a value must be that is not what its schema asks for: the end of a sentence that names the place. */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isOwn(issue.message) ? issue.message : `must be ${articled(issue.expected)}`
    case 'invalid_value':
      return `must be ${listed(issue.values.map((value) => JSON.stringify(value)))}`
    case 'invalid_union': {
      if (isOwn(issue.message)) return issue.message.replace(/\.$/, '')
      const names = alternatives(issue.errors)
      return names === '' ? 'has another form than any that fits here' : `must be ${names}`
    }
    case 'too_small':
      return isNumber(issue.origin) ? `must be at least ${issue.minimum}` : issue.message.replace(/\.$/, '')
    case 'too_big':
      return isNumber(issue.origin) ? `must be at most ${issue.maximum}` : issue.message.replace(/\.$/, '')
    default:
      return issue.message.replace(/\.$/, '')
  }
}

/** A sentence of the schema itself. */
function isOwn(message: string): boolean {
  return message !== '' && !message.startsWith('Invalid input')
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
