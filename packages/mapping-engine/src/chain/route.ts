import { isPlainObject } from '../path/is-plain-object.ts'
import { compileMatcher, type MatchContext, type Matcher, type NoteLook, noted } from './match.ts'

/** Where an event goes next, as a flow file or a function says it. */
export type Route = unknown

type Resolve = (context: MatchContext, note?: NoteLook) => string[]

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
export function nextSteps(route: Route, context: MatchContext, note?: NoteLook): string[] {
  return compileRoute(route)(context, note)
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
  const part = route as Record<string, unknown>
  const matches = compileGate(part)
  const resolve = compileTarget(part)
  return (context, note) => (matches(context, note) ? resolve(context, note) : [])
}

function compileTarget({ next, one, many }: Record<string, unknown>): Resolve {
  if (next !== undefined) return compileRoute(next)
  if (Array.isArray(one)) return compileOne(one)
  return Array.isArray(many) ? compileMany(many) : () => []
}

function compileSequence(entries: readonly unknown[]): Resolve {
  const parts = entries.map(compileRoute)
  return (context, note) => parts.flatMap((part) => part(context, note))
}

interface Branch {
  matches: Matcher
  resolve: Resolve
}

/** The condition of a part of a route, and what it leads to. */
function compileBranch(entry: unknown): Branch {
  if (!isPlainObject(entry)) return { matches: () => true, resolve: compileRoute(entry) }
  return { matches: compileGate(entry), resolve: compileTarget(entry) }
}

/** Whether an event may take a branch. */
export function compileGate(entry: Record<string, unknown>): Matcher {
  const { match } = entry
  return noted(entry, match ? compileMatcher(match) : () => true)
}

function compileOne(entries: readonly unknown[]): Resolve {
  const branches = entries.map(compileBranch)
  return (context, note) => branches.find(({ matches }) => matches(context, note))?.resolve(context, note) ?? []
}

function compileMany(entries: readonly unknown[]): Resolve {
  const branches = entries.map(compileBranch)
  return (context, note) =>
    branches.flatMap(({ matches, resolve }) => (matches(context, note) ? resolve(context, note) : []))
}

/**
 * A text is walked: the transformer, its own `next`, and so on until one comes a second time; a list met on the way is taken as it stands.
 * Mirrors `collector/transformer.ts walkChain`.
 */
export function walkChain(start: string | readonly string[], nextOf: (name: string) => Route | null): string[] {
  if (typeof start !== 'string') return [...start]
  const chain = new Set<string>()
  let current: string | undefined = start
  while (current) {
    const next = nextOf(current)
    if (next === null || chain.has(current)) break
    chain.add(current)
    if (Array.isArray(next) && isStaticRoute(next)) return [...chain, ...next]
    current = typeof next === 'string' ? next : undefined
  }
  return [...chain]
}
