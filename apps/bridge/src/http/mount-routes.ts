import {
  allRoutes,
  apiContract,
  maxBodyBytesOf,
  mediaTypeOf,
  parameterSchemas,
  parametersOf,
  type Route,
} from '@mapping-designer/shared-types'
import type { Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { ApiProblem } from '../operation/api-problem.ts'
import type { AuditLine } from '../operation/audit.ts'
import { answerOtherMethods } from './guards.ts'
import { type AnyAnswer, type AnyHandler, type AnyRun, type AnyText, type Handlers, WithStatus } from './handler.ts'
import type { HeldBytes } from './held-bytes.ts'
import { checked, readJson } from './read-body.ts'
import { type CallerEnv, includesRole } from './roles.ts'
import type { Streams } from './streams.ts'

export interface MountParts {
  streams: Streams
  /** Of request bodies. */
  heldBytes: HeldBytes
  /** Of answers that their callers have not taken yet. */
  heldAnswers: HeldBytes
  /** Whether this is the key in the path of a route that needs one. */
  isKey: (key: string) => boolean
  /** Writes down that something is begun, where nothing may be done without that. */
  beforeChange?: ((line: AuditLine) => Promise<void>) | undefined
  stopping: AbortSignal
}

/**
 * Mounts every route of the contract, and answers the other methods of its paths. The order of the checks: whether the
 * bridge stops, who calls, parameters, query, headers, and the body last, so that only callers who may call it have one read.
 */
export function mountRoutes(app: Hono<CallerEnv>, handlers: Handlers, parts: MountParts): void {
  const handlerOf: Record<string, Record<string, AnyHandler>> = handlers
  for (const [group, routes] of Object.entries<Record<string, Route>>(apiContract)) {
    for (const [name, route] of Object.entries(routes)) {
      const handle = handlerOf[group]?.[name]
      if (handle === undefined) throw new Error(`Route ${group}.${name} has no handler.`)
      app.on(route.method, honoPath(route), answering(route, handle, parts))
    }
  }
  for (const [path, routes] of Map.groupBy(allRoutes, honoPath)) {
    app.all(path, answerOtherMethods(routes.map(({ method }) => method)))
  }
}

function honoPath(route: Route): string {
  return route.path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, plus: string) => `:${name}${plus && '{.+}'}`)
}

function answering(route: Route, handle: AnyHandler, parts: MountParts) {
  const params = z.object(
    Object.fromEntries(parametersOf(route).map(({ name }) => [name, parameterSchemas[name] ?? z.string()])),
  )
  const maxBytes = maxBodyBytesOf(route)
  return async (context: Context<CallerEnv>): Promise<Response> => {
    guardCaller(context, route, parts)
    const { caller } = context.var
    const request = {
      params: checked(context.req.param(), params) as Record<string, string>,
      query: route.query && checked(context.req.query(), route.query),
      headers: route.headers && checked(context.req.header(), route.headers),
      caller,
      signal: context.req.raw.signal,
    }
    // Only the head is requested, so no body is made.
    if (context.req.method === 'HEAD' && route.needs !== 'nothing') {
      return context.body(null, route.status ?? 200, { 'content-type': mediaTypeOf(route) })
    }
    const held = parts.heldBytes.hold(caller?.name ?? route.path)
    try {
      const read = route.body && (await readJson(context.req.raw, maxBytes, held.take))
      const body = route.body && checked(read?.value, route.body)
      if (route.needs === 'producer' || route.needs === 'admin') {
        const { method, path } = context.req
        await parts.beforeChange?.({ action: 'begin', who: caller.name, method, path })
      }
      return respond(context, route, await handle({ ...request, body, text: read?.text } as never), parts)
    } finally {
      held.release()
    }
  }
}

function guardCaller(context: Context<CallerEnv>, { needs }: Route, { isKey, stopping }: MountParts): void {
  if (needs === 'nothing') return
  if (stopping.aborted) throw new ApiProblem(503, { code: 'stopping', message: 'The bridge is being stopped.' })
  if (needs === 'key') {
    if (isKey(context.req.param('key') ?? '')) return
    throw new ApiProblem(401, {
      code: 'wrong-key',
      message: 'The key in the path is not of this start of the bridge.',
      hint: 'Copy the address again from Live in the designer.',
    })
  }
  const { caller } = context.var
  if (includesRole(caller.role, needs)) return
  throw new ApiProblem(403, {
    code: 'role-too-low',
    message: `${caller.name} is a ${caller.role} here, and this takes a ${needs}.`,
  })
}

function respond(context: Context<CallerEnv>, route: Route, answer: AnyAnswer, parts: MountParts): Response {
  const { streams } = parts
  const type = mediaTypeOf(route)
  if (type === 'application/json') {
    const isOther = answer instanceof WithStatus
    const text = JSON.stringify(isOther ? answer.answer : answer)
    if (route.needs === 'viewer') holdAnswer(context, text.length, parts)
    return context.body(text, isOther ? answer.status : (route.status ?? 200), { 'content-type': type })
  }
  context.header('content-type', type)
  if (isRun(answer)) return streams.events(context, context.var.caller.name, answer)
  if (isText(answer)) return streams.text(context, context.var.caller.name, answer)
  return context.body(String(answer))
}

/** Counts an answer until it was taken. One that tells of a change is given in any case. */
function holdAnswer(context: Context<CallerEnv>, length: number, { heldAnswers }: MountParts): void {
  const outgoing = context.env?.outgoing
  const held = heldAnswers.hold(context.var.caller.name)
  // Without a connection, as in a test, it is taken at once.
  if (outgoing === undefined) return
  outgoing.once('close', held.release)
  held.take(length)
}

const isRun = (answer: AnyAnswer): answer is AnyRun => typeof answer === 'function'
const isText = (answer: AnyAnswer): answer is AnyText => typeof answer === 'object' && Symbol.asyncIterator in answer
