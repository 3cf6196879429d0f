import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Grant } from '../config/profile.ts'
import { ApiProblem } from './api-problem.ts'
import type { CallerEnv } from './roles.ts'

/** 12 MiB: a thousand samples of the largest kind fit, a mistake does not. */
export const maxBodyBytes = 12 * 2 ** 20

/** Only the names under which the page itself is served: a rebound DNS name is turned away. */
export function guardHost(allowedHosts: () => readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host
    if (!allowedHosts().includes(host)) {
      throw new ApiProblem(421, {
        code: 'wrong-host',
        message: `This bridge does not answer for the host "${host}".`,
        hint: `Open it as http://${allowedHosts()[0]}.`,
      })
    }
    await next()
  }
}

/** No page of another origin may call the bridge, whatever it sends. */
export function guardOrigin(allowedHosts: () => readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin')
    const site = context.req.header('sec-fetch-site')
    const isForeign =
      origin !== undefined &&
      !allowedHosts().some((host) => origin === `http://${host}` || origin === `https://${host}`)
    if (isForeign || site === 'cross-site' || site === 'same-site') {
      throw new ApiProblem(403, { code: 'wrong-origin', message: 'Another site may not use this bridge.' })
    }
    await next()
  }
}

/** A token that was given out, in `Authorization: Bearer`; the routes learn whose it is. */
export function guardToken(grants: readonly Grant[]): MiddlewareHandler<CallerEnv> {
  const known = grants.map((grant) => ({ grant, wanted: digest(grant.token) }))
  return async (context, next) => {
    const given = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    const presented = digest(given ?? '')
    // All are compared, so that the time tells nothing.
    const [found] = known.filter(({ wanted }) => timingSafeEqual(presented, wanted))
    if (given === undefined || found === undefined) {
      context.header('www-authenticate', 'Bearer')
      throw new ApiProblem(401, {
        code: 'wrong-token',
        message: given === undefined ? 'The request has no token.' : 'The token is not of this start of the bridge.',
        hint: 'Open the link that the bridge printed when it started.',
      })
    }
    context.set('caller', { name: found.grant.name, role: found.grant.role })
    await next()
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** A body must be JSON by its content type, so that no form of another site can carry it. */
export const guardContentType: MiddlewareHandler = async (context, next) => {
  const hasBody = context.req.method !== 'GET' && context.req.method !== 'HEAD' && context.req.method !== 'DELETE'
  const type = context.req.header('content-type') ?? ''
  if (hasBody && !/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiProblem(415, {
      code: 'not-json',
      message: `The body must be application/json, not ${type === '' ? 'untyped' : `"${type}"`}.`,
    })
  }
  // A small body that unpacks to a large one would pass every limit.
  const encoding = context.req.header('content-encoding') ?? 'identity'
  if (encoding !== 'identity') {
    throw new ApiProblem(415, {
      code: 'encoded-body',
      message: `The body must not be compressed, and this one is "${encoding.slice(0, 40)}".`,
    })
  }
  await next()
}

export const guardBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new ApiProblem(413, {
      code: 'body-too-large',
      message: `The request is larger than ${maxBodyBytes / 2 ** 20} MiB.`,
      hint: 'Send fewer events at once.',
    })
  },
})

/** What the designer needs and nothing else: no inline script, no foreign address, no frame around it. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export const secureHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('content-security-policy', contentSecurityPolicy)
  context.header('x-content-type-options', 'nosniff')
  context.header('referrer-policy', 'no-referrer')
  context.header('cross-origin-opener-policy', 'same-origin')
  context.header('cross-origin-resource-policy', 'same-origin')
}
