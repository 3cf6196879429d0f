import { isPlainObject } from '../path/is-plain-object.ts'
import { readPath, splitPath } from '../path/read-path.ts'

/** What a condition of a route looks at: `ingest`, and `event` where the position has one. */
export type MatchContext = Record<string, unknown>
/** Takes each condition and each branch of a route that was looked at: whether it holds, and what a comparison read. */
export type NoteLook = (part: object, holds: boolean, read?: { value: unknown }) => void
export type Matcher = (context: MatchContext, note?: NoteLook) => boolean

/** Compiles `{key, operator, value, not}`, `{and}`, `{or}` or `*`. Throws for a pattern that is none. Mirrors `core/matcher.ts compileMatcher`. */
export function compileMatcher(expression: unknown): Matcher {
  if (expression === undefined || expression === '*') return () => true
  if (!isPlainObject(expression)) throw new TypeError('A condition of a route must be an object')
  const { and, or, key, operator, value, not } = expression
  if (Array.isArray(and)) {
    const all = and.map(compileMatcher)
    return noted(expression, (context, note) => all.every((matches) => matches(context, note)))
  }
  if (Array.isArray(or)) {
    const any = or.map(compileMatcher)
    return noted(expression, (context, note) => any.some((matches) => matches(context, note)))
  }
  const steps = splitPath(String(key))
  const test = compileOperator(operator, String(value), String(key))
  return (context, note) => {
    const read = readPath(context, steps)
    const holds = test(read) !== Boolean(not)
    note?.(expression, holds, { value: read })
    return holds
  }
}

/** A matcher that also notes what it comes to, for the part of a route that it is of. */
export function noted(part: object, matches: Matcher): Matcher {
  return (context, note) => {
    const holds = matches(context, note)
    note?.(part, holds)
    return holds
  }
}

function compileOperator(operator: unknown, value: string, key: string): (input: unknown) => boolean {
  switch (operator) {
    case 'eq':
      return (input) => text(input) === value
    case 'contains':
      return (input) => text(input).includes(value)
    case 'prefix':
      return (input) => text(input).startsWith(value)
    case 'suffix':
      return (input) => text(input).endsWith(value)
    case 'regex': {
      const pattern = compilePattern(value, key)
      return (input) => pattern.test(text(input))
    }
    case 'gt':
      return (input) => Number(input) > Number(value)
    case 'lt':
      return (input) => Number(input) < Number(value)
    case 'exists':
      return (input) => input !== undefined && input !== null
    default:
      return () => {
        throw new TypeError('test is not a function')
      }
  }
}

function compilePattern(pattern: string, key: string): RegExp {
  try {
    return new RegExp(pattern)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SyntaxError(`The condition of a route on ${key} has no pattern that can be matched. ${why}`)
  }
}

function text(input: unknown): string {
  return String(input ?? '')
}
