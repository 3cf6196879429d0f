import * as z from 'zod/mini'
import type { Role } from './role.ts'

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** What a caller brings: nothing, the key in the path, or a token of at least this role. */
export type Needs = 'nothing' | 'key' | Role

/** One route of the bridge. Server, client, OpenAPI document, docs and tests are made from it. */
export interface Route {
  method: Method
  /** Parameters stand in braces; one that ends with `+` takes slashes too. */
  path: `/${string}`
  summary: string
  needs: Needs
  /** JSON; a route without it reads no body. */
  body?: z.ZodMiniType
  /** UTF-8 bytes of the body; 64 KiB without it. */
  maxBodyBytes?: number
  query?: z.ZodMiniObject
  /** Names in lower case. */
  headers?: z.ZodMiniObject
  /** JSON of this shape; a route has either this, `events` or `type`. */
  answer?: z.ZodMiniType
  /** 200 without it. */
  status?: 201 | 202
  /** Server-sent events by name. Each stream may also send the events of `commonEvents`. */
  events?: Readonly<Record<string, z.ZodMiniType>>
  /** Text of another media type. */
  type?: string
}

type Target = `${Method} ${Route['path']}`
type Rest = Omit<Route, 'method' | 'path' | 'needs' | 'summary'>

/** A route by its method and path, who may call it, and what it does. */
export function route<const T extends Target, const N extends Needs, const R extends Rest>(
  target: T,
  needs: N,
  summary: string,
  rest: R,
) {
  const [method, path] = target.split(' ')
  return { method, path, summary, needs, ...rest } as {
    method: T extends `${infer M extends Method} ${string}` ? M : never
    path: T extends `${Method} ${infer P extends Route['path']}` ? P : never
    summary: string
    needs: N
  } & R
}

type Name<Text extends string> = Text extends `${infer Bare}+` ? Bare : Text
type Names<Path extends string> = Path extends `${string}{${infer Text}}${infer Rest}`
  ? Name<Text> | Names<Rest>
  : never

/** Parameters of the path, decoded. */
export type ParamsOf<R extends Route> = { [N in Names<R['path']>]: string }
export type BodyOf<R extends Route> = R extends { body: infer S extends z.ZodMiniType } ? z.output<S> : undefined
export type QueryOf<R extends Route> = R extends { query: infer S extends z.ZodMiniType } ? z.output<S> : undefined
export type HeadersOf<R extends Route> = R extends { headers: infer S extends z.ZodMiniType } ? z.output<S> : undefined
export type AnswerOf<R extends Route> = R extends { answer: infer S extends z.ZodMiniType } ? z.output<S> : string
/** The events of a stream, as `{name, data}`, without those that all streams have. */
export type EventOf<R extends Route> = R extends { events: infer E extends Record<string, z.ZodMiniType> }
  ? { [N in keyof E & string]: { name: N; data: z.output<E[N]> } }[keyof E & string]
  : never

/** What a client sends to a route. */
export type RequestOf<R extends Route> = ([Names<R['path']>] extends [never]
  ? { params?: undefined }
  : { params: ParamsOf<R> }) &
  (R extends { body: infer S extends z.ZodMiniType } ? { body: z.input<S> } : { body?: undefined }) &
  (R extends { query: infer S extends z.ZodMiniType } ? { query?: z.input<S> } : { query?: undefined }) &
  (R extends { headers: infer S extends z.ZodMiniType } ? { headers?: z.input<S> } : { headers?: undefined })

/** Media type of what a route answers. */
export function mediaTypeOf({ events, type }: Route): string {
  return events === undefined ? (type ?? 'application/json') : 'text/event-stream'
}

/** UTF-8 bytes that the body of a route may have; 0 where it reads none. */
export function maxBodyBytesOf({ body, maxBodyBytes = 64 * 1024 }: Route): number {
  return body === undefined ? 0 : maxBodyBytes
}

/** The parameters of a path in their order; `isLong` for one that takes slashes too. */
export function parametersOf({ path }: Route): { name: string; isLong: boolean }[] {
  return [...path.matchAll(/\{(\w+)(\+?)\}/g)].map(([, name = '', plus]) => ({ name, isLong: plus === '+' }))
}

/**
 * The path and query under which a route is called. Throws a RangeError for a parameter that no address can hold: an
 * empty one, `.`, `..`, or text that is not Unicode.
 */
export function addressOf(
  route: Route,
  { params = {}, query = {} }: { params?: Record<string, string> | undefined; query?: object | undefined },
): string {
  const path = route.path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, plus: string) => {
    const value = params[name] ?? ''
    return plus === '+' ? value.split('/').map(pathSegment).join('/') : pathSegment(value)
  })
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`)
  return search.length === 0 ? path : `${path}?${search.join('&')}`
}

/**
 * A text as one segment of the path of an address. Throws a RangeError where an address cannot hold it: readers of
 * addresses take `.` and `..` out, together with the segment before.
 */
export function pathSegment(text: string): string {
  if (!isPathSegment(text)) throw new RangeError(`${JSON.stringify(text)} cannot stand in the path of an address.`)
  return encodeURIComponent(text)
}

/** Whether an address can hold this text as one segment of its path. */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.isWellFormed()
}

/** The query of a route that on production asks for the name of what it changes. */
export const confirmQuery = (what: string) =>
  z.object({
    confirm: z.optional(z.string()).check(z.describe(`Name of the ${what}, typed by the person, on production`)),
  })
