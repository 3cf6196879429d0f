import { createHash, timingSafeEqual } from 'node:crypto'
import type { Handler, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Grant } from '../config/profile.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { CallerEnv } from './roles.ts'

/**
 * Only the names under which the page itself is served: a rebound DNS name is turned away. A request can name its host twice,
 * in the target and in the header; readers of HTTP differ in which one they take.
 */
export function guardHost(allowedHosts: () => readonly string[]): MiddlewareHandler {
  return async ({ req }, next) => {
    const hosts = [new URL(req.url).host, req.header('host') ?? '']
    const wrong = hosts.find((host) => !allowedHosts().includes(host))
    if (wrong !== undefined) {
      throw new ApiProblem(421, {
        code: 'wrong-host',
        message: `This bridge does not answer for the host "${wrong}".`,
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

/** Whether two secrets are the same; the time tells nothing of where they differ. */
export function isSameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

const methods: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Answers 501 to methods that no route has, such as TRACE. */
export const guardMethod: MiddlewareHandler = async ({ req }, next) => {
  if (!methods.includes(req.method)) {
    throw new ApiProblem(501, { code: 'method-unknown', message: `The bridge knows no method ${req.method}.` })
  }
  await next()
}

/** Says which methods a path has: to OPTIONS that asks for them, and with a 405 to others. */
export function answerOtherMethods(allowed: readonly string[]): Handler {
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return (context) => {
    context.header('allow', allow)
    if (context.req.method === 'OPTIONS') return context.body(null, 204)
    throw new ApiProblem(405, {
      code: 'method-not-allowed',
      message: `${context.req.path} has no ${context.req.method}.`,
      hint: `It has ${allow}.`,
    })
  }
}

/** What the designer needs and nothing else: no inline script, no foreign address, no frame around it. */
export const safeHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    workerSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // Whether a host is reached by TLS alone is for the proxy before it to say.
  strictTransportSecurity: false,
})
