import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'

/** One condition of a route, as walkerOS compares it: a path, an operator, a text. */
export interface RouteCondition {
  key: string
  operator: string
  value: string
  not?: boolean
}

/** Conditions of which all, or any, have to hold. */
export interface RouteGroup {
  joins: 'and' | 'or'
  parts: readonly RouteMatch[]
}

export type RouteMatch = RouteCondition | RouteGroup

/** Where events go for which a condition holds; null holds always. */
export interface RouteBranch {
  place: Place
  match: RouteMatch | null
  /** Names of steps; empty where the branch leads nowhere. */
  next: readonly string[]
}

/** What a form can show of a route: names that follow one another, or branches with a condition each. */
export type RouteShape =
  | { kind: 'names'; names: readonly string[] }
  | { kind: 'one' | 'many'; list: Place | null; branches: readonly RouteBranch[] }
  | { kind: 'json' }

/** Reads a route for its form; `json` where no form has all of it. */
export function readRoute(route: unknown, place: Place): RouteShape {
  const names = namesOf(route)
  if (names !== null) return { kind: 'names', names }
  if (Array.isArray(route)) return branchesOf('one', route, place)
  if (!isPlainObject(route)) return { kind: 'json' }
  const { one, many, match } = route
  if (match === undefined && Array.isArray(one ?? many) && Object.keys(route).length === 1)
    return branchesOf(one === undefined ? 'many' : 'one', (one ?? many) as unknown[], [
      ...place,
      one === undefined ? 'many' : 'one',
    ])
  const branch = readBranch(route, place)
  return branch === null ? { kind: 'json' } : { kind: 'one', list: null, branches: [branch] }
}

function branchesOf(kind: 'one' | 'many', list: readonly unknown[], place: Place): RouteShape {
  const branches = list.map((entry, index) => readBranch(entry, [...place, index]))
  return branches.every((branch) => branch !== null) ? { kind, list: place, branches } : { kind: 'json' }
}

function readBranch(entry: unknown, place: Place): RouteBranch | null {
  if (!isPlainObject(entry)) return null
  const { match, next, ...rest } = entry
  const names = namesOf(next)
  const condition = match === undefined || match === '*' ? null : readMatch(match)
  if (names === null || condition === undefined || Object.keys(rest).length > 0) return null
  return { place, match: condition, next: names }
}

function readMatch(match: unknown): RouteMatch | undefined {
  if (!isPlainObject(match)) return undefined
  const [joins, ...others] = Object.keys(match)
  const list = (joins === 'and' || joins === 'or') && others.length === 0 ? match[joins] : undefined
  if (!Array.isArray(list)) return readCondition(match)
  const parts = list.map(readMatch)
  return parts.every((part) => part !== undefined) ? { joins: joins as RouteGroup['joins'], parts } : undefined
}

function readCondition(match: Record<string, unknown>): RouteCondition | undefined {
  const { key, operator, value = '', not, ...rest } = match
  const isKnown = typeof key === 'string' && typeof operator === 'string' && typeof value === 'string'
  if (!isKnown || Object.keys(rest).length > 0) return undefined
  return { key, operator, value, ...(not === true && { not }) }
}

function namesOf(route: unknown): string[] | null {
  if (route === undefined) return []
  if (typeof route === 'string') return [route]
  return Array.isArray(route) && route.every((one) => typeof one === 'string') ? route : null
}

/** All steps that a route names, wherever in it. */
export function stepsIn(route: unknown): string[] {
  if (typeof route === 'string') return [route]
  if (Array.isArray(route)) return route.flatMap(stepsIn)
  if (!isPlainObject(route)) return []
  return [route['next'], route['one'], route['many']].flatMap(stepsIn)
}

/** One name is a walk, several are a list; none is no route. */
export function routeOf(names: readonly string[]): JsonValue | undefined {
  return names.length > 1 ? [...names] : names[0]
}

/** A route as another kind: what it leads to stays, and branches stay branches. */
export function asKind(route: unknown, kind: 'names' | 'one' | 'many', key: string): JsonValue | undefined {
  if (kind === 'names') return routeOf([...new Set(stepsIn(route))])
  const shape = readRoute(route, [])
  if (shape.kind === 'one' || shape.kind === 'many') {
    const list = isPlainObject(route) ? (route['one'] ?? route['many'] ?? [route]) : route
    return { [kind]: list as JsonValue }
  }
  return { [kind]: [newBranch(routeOf(stepsIn(route)), key)] }
}

/** A branch to begin with: walkerOS refuses a condition without a value, also with `exists`. */
export function newBranch(next: JsonValue | undefined, key: string): JsonObject {
  return { match: newCondition(key), ...(next !== undefined && { next }) }
}

export function newCondition(key: string): JsonObject {
  return { key, operator: 'exists', value: '' }
}

/** Conditions as the flow file has them. */
export function matchOf(match: RouteMatch): JsonObject {
  return 'joins' in match ? { [match.joins]: match.parts.map(matchOf) } : { ...match }
}
