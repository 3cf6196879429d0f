import type { Place } from '@mapping-designer/shared-types'
import { parse } from 'acorn'
import { isPlainObject } from '../path/is-plain-object.ts'
import type { Semantics } from '../runtime/differences.ts'
import { codePrefix } from '../value/code-function.ts'

/** Why the walkerOS bundler would not build a flow. */
export interface Refusal {
  place: Place
  cause: string
}

const identifier = /^[A-Za-z_$][\w$]*$/
const stepLists = ['sources', 'transformers', 'destinations'] as const

/** What the bundler refuses of a flow with chains; null for a flow that it builds. */
export function refuseFlow(flow: Record<string, unknown>, flowName: string, semantics: Semantics): Refusal | null {
  for (const list of stepLists) {
    const steps = flow[list]
    if (steps === undefined) continue
    if (!isPlainObject(steps)) {
      return { place: ['flows', flowName, list], cause: `${list} has to be an object with each step under its name` }
    }
    for (const [name, step] of Object.entries(steps)) {
      const place = ['flows', flowName, list, name]
      if (!identifier.test(name)) {
        const cause = `${JSON.stringify(name)} is no JavaScript identifier, and the name of a step has to be one`
        return { place, cause: `${cause}: use letters, digits, _ and $, such as ${JSON.stringify(camelCase(name))}` }
      }
      if (!isPlainObject(step)) return { place, cause: 'A step has to be an object' }
      const refusal = refuseStep(list, step, place, semantics)
      if (refusal !== null) return refusal
    }
  }
  return null
}

function camelCase(name: string): string {
  return name.replace(/[^\w$]+(\w?)/g, (_, letter: string) => letter.toUpperCase()).replace(/^\d/, '_$&')
}

function refuseStep(
  list: (typeof stepLists)[number],
  step: Record<string, unknown>,
  place: Place,
  semantics: Semantics,
): Refusal | null {
  const { code, import: imported, package: name } = step
  if (code !== undefined && !isPlainObject(code)) {
    const cause = 'code has to be an object with push; a text is refused. Use import for an export of a package'
    return { place: [...place, 'code'], cause }
  }
  if (code !== undefined && name !== undefined) return { place, cause: 'A step has either code or a package, not both' }
  if (imported !== undefined && name === undefined) {
    return { place: [...place, 'import'], cause: 'import needs the package that it is taken from' }
  }
  if (list === 'sources' && code === undefined && name === undefined) {
    return { place, cause: 'A source needs a package or code' }
  }
  for (const key of ['before', 'next']) {
    const route = step[key]
    if (route === undefined) continue
    const cause = refuseRoute(route, list === 'destinations' && !semantics.runsHopByHop, semantics)
    if (cause !== null) return { place: [...place, key], cause }
  }
  return isPlainObject(code) ? refuseCode(code, [...place, 'code']) : null
}

function refuseCode(code: Record<string, unknown>, place: Place): Refusal | null {
  for (const key of ['push', 'init']) {
    const text = code[key]
    if (typeof text !== 'string') continue
    const cause = whyNoExpression(text.replace(codePrefix, ''))
    if (cause !== null) return { place: [...place, key], cause: `${key} has to be one JavaScript expression: ${cause}` }
  }
  return null
}

function whyNoExpression(text: string): string | null {
  try {
    const { body } = parse(`(${text}\n)`, { ecmaVersion: 'latest' })
    return body.length === 1 ? null : 'it goes on behind the expression'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function refuseRoute(route: unknown, isManyRefused: boolean, semantics: Semantics): string | null {
  if (typeof route === 'string') return null
  if (Array.isArray(route)) return first(route, (entry) => refuseRoute(entry, isManyRefused, semantics))
  if (!isPlainObject(route)) return 'A route is a name, a list, or an object with match, next, one or many'
  const targets = ['next', 'one', 'many'].filter((key) => route[key] !== undefined)
  if (targets.length > 1) return `A route has only one of next, one and many, not ${targets.join(' and ')}`
  if (route['many'] !== undefined && isManyRefused) return 'many is refused before and after a destination'
  if (route['stop'] !== undefined && !semantics.runsHopByHop) return 'stop is known from walkerOS 4.7 on'
  const { match, next, one, many } = route
  const ofMatch = match === undefined || match === '*' ? null : refuseMatch(match)
  if (ofMatch !== null) return ofMatch
  if (next !== undefined) return refuseRoute(next, isManyRefused, semantics)
  const list = one ?? many
  if (list === undefined) return null
  if (!Array.isArray(list)) return 'one and many take a list of routes'
  return first(list, (entry) => refuseRoute(entry, isManyRefused, semantics))
}

const operators = ['eq', 'contains', 'prefix', 'suffix', 'regex', 'gt', 'lt', 'exists']

function refuseMatch(match: unknown): string | null {
  if (!isPlainObject(match)) return 'match has to be an object'
  const nested = match['and'] ?? match['or']
  if (nested !== undefined) return Array.isArray(nested) ? first(nested, refuseMatch) : 'and and or take a list'
  if (typeof match['key'] !== 'string') return 'A condition needs the key that it looks at'
  if (!operators.includes(String(match['operator'])))
    return `A condition needs one of the operators ${operators.join(', ')}`
  return typeof match['value'] === 'string' ? null : 'A condition needs a value that is a text, even with exists'
}

function first<T>(items: readonly T[], look: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = look(item)
    if (found !== null) return found
  }
  return null
}
