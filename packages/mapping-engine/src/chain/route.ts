import { isPlainObject } from '../path/is-plain-object.ts'
import { compileMatcher, type MatchContext, type Matcher } from './match.ts'

/** Where an event goes next, as a flow file or a function says it. */
export type Route = unknown

type Resolve = (context: MatchContext) => string[]

/** A list of route objects alone means the first that matches. */
export function isRouteList(route: Route): route is Record<string, unknown>[] {
  return Array.isArray(route) && route.length > 0 && route.every(isRouteObject)
}

/** Names that follow one another as they stand: a text, or a list of texts. */
export function isStaticRoute(route: Route): route is string | string[] {
  return typeof route === 'string' || (Array.isArray(route) && route.every((entry) => typeof entry === 'string'))
}

function isRouteObject(entry: unknown): boolean {
  return isPlainObject(entry) && ['match', 'next', 'one', 'many'].some((key) => key in entry)
}

/** The transformers that a route comes to, none where nothing matches. Mirrors `core/route.ts getNextSteps`. */
export function nextSteps(route: Route, context: MatchContext): string[] {
  return compileRoute(route)(context)
}

const compiled = new WeakMap<object, Resolve>()

function compileRoute(route: Route): Resolve {
  if (typeof route === 'string') return () => [route]
  if (typeof route !== 'object' || route === null) return () => []
  let resolve = compiled.get(route)
  if (resolve === undefined) {
    resolve = compileObject(route)
    compiled.set(route, resolve)
  }
  return resolve
}

function compileObject(route: object): Resolve {
  if (Array.isArray(route)) return isRouteList(route) ? compileOne(route) : compileSequence(route)
  const { match, next, one, many } = route as Record<string, unknown>
  const inner =
    next !== undefined
      ? compileRoute(next)
      : Array.isArray(one)
        ? compileOne(one)
        : Array.isArray(many)
          ? compileMany(many)
          : () => []
  if (!match) return inner
  const matches = compileMatcher(match)
  return (context) => (matches(context) ? inner(context) : [])
}

function compileSequence(entries: readonly unknown[]): Resolve {
  const parts = entries.map(compileRoute)
  return (context) => parts.flatMap((part) => part(context))
}

interface Branch {
  matches: Matcher
  resolve: Resolve
}

function compileBranches(entries: readonly unknown[]): Branch[] {
  return entries.map((entry) => {
    const match = isPlainObject(entry) ? entry['match'] : undefined
    return { matches: match ? compileMatcher(match) : () => true, resolve: compileRoute(entry) }
  })
}

function compileOne(entries: readonly unknown[]): Resolve {
  const branches = compileBranches(entries)
  return (context) => branches.find(({ matches }) => matches(context))?.resolve(context) ?? []
}

function compileMany(entries: readonly unknown[]): Resolve {
  const branches = compileBranches(entries)
  return (context) => branches.flatMap(({ matches, resolve }) => (matches(context) ? resolve(context) : []))
}

/**
 * A text is walked: the transformer, its own `next`, and so on until one comes a second time; a list met on the way is taken as it stands.
 * Mirrors `collector/transformer.ts walkChain`.
 */
export function walkChain(start: string | readonly string[], nextOf: (name: string) => Route | null): string[] {
  if (typeof start !== 'string') return [...start]
  const chain: string[] = []
  let current: string | undefined = start
  while (current) {
    const next = nextOf(current)
    if (next === null || chain.includes(current)) break
    chain.push(current)
    if (Array.isArray(next) && isStaticRoute(next)) {
      chain.push(...next)
      break
    }
    current = typeof next === 'string' ? next : undefined
  }
  return chain
}
