import { request } from 'node:http'
import { addressOf, allRoutes, type Needs, parametersOf, type Role, type Route } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KafkaFailure, type KafkaPort } from '../kafka/kafka-port.ts'
import { aBridge, listening, testHost, testKey } from '../testing.ts'

const roles: readonly Role[] = ['viewer', 'producer', 'admin']
const tokenOf = (role: Role) => `a-token-of-a-${role}-of-this-test`

/** Every method that the parser of Node takes and a route, a proxy or an attacker may send. */
const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'COPY']
const known = methods.slice(0, 7)

type CallerKind = Role | 'no token' | 'unknown token'
const callers: readonly CallerKind[] = [...roles, 'no token', 'unknown token']

const calls: string[] = []
/** A cluster that notes what is asked of it, and has nothing. */
const kafka = new Proxy({} as KafkaPort, {
  get: (_, name) => () => {
    calls.push(String(name))
    throw new KafkaFailure('not-found', 'There is nothing.')
  },
})
let bridge: Awaited<ReturnType<typeof listening>>
beforeAll(async () => {
  const grants = roles.map((role) => ({ name: role, role, token: tokenOf(role) }))
  bridge = await listening(aBridge({ kafka, grants }))
})
afterAll(() => bridge.close())

interface Answer {
  status: number
  allow: string | undefined
  type: string | undefined
  text: string
  code: string | undefined
}

function ask(path: string, method: string, caller: CallerKind): Promise<Answer> {
  const token = caller === 'unknown token' ? 'a-token-of-another-start' : tokenOf(caller as Role)
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method)
  const headers = {
    host: testHost,
    ...(caller !== 'no token' && { authorization: `Bearer ${token}` }),
    // Broken JSON: a caller with the right gets a 400, and nothing is done.
    ...(hasBody && { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: bridge.port, path, method, headers }, (answer) => {
      const { statusCode: status = 0, headers } = answer
      const finish = (text: string) =>
        resolve({ status, allow: headers.allow, type: headers['content-type'], text, code: codeOf(text) })
      // A stream does not end.
      if (status === 200 && headers['content-type'] === 'text/event-stream' && method === 'GET') {
        answer.destroy()
        finish('')
        return
      }
      let text = ''
      answer.on('data', (piece) => (text += piece))
      answer.on('end', () => finish(text))
    })
    sent.on('error', reject)
    sent.end(hasBody ? '{' : undefined)
  })
}

function codeOf(text: string): string | undefined {
  return /^\{"error":\{"code":"([\w-]+)"/.exec(text)?.[1]
}

const values: Record<string, string> = { profile: 'test', topic: 'orders', key: testKey }
function pathOf(route: Route): string {
  return addressOf(route, {
    params: Object.fromEntries(parametersOf(route).map(({ name }) => [name, values[name] ?? 'x'])),
  })
}

const byPath = [...Map.groupBy(allRoutes, ({ path }) => path).values()]

function isAllowed(caller: CallerKind, needs: Needs): boolean {
  if (needs === 'nothing' || needs === 'key') return true
  return roles.indexOf(caller as Role) >= roles.indexOf(needs)
}

/** What HTTP and the contract ask for: a status, or `in` for a caller who reaches the route. */
function expected(routes: readonly Route[], method: string, caller: CallerKind): number | 'in' {
  if (!known.includes(method)) return 501
  const isApi = routes[0]?.path.startsWith('/api/')
  if (isApi && (caller === 'no token' || caller === 'unknown token')) return 401
  if (method === 'OPTIONS') return 204
  const route = routes.find((one) => one.method === (method === 'HEAD' ? 'GET' : method))
  if (route === undefined) return 405
  return isAllowed(caller, route.needs) ? 'in' : 403
}

it.each(byPath.map((routes) => ({ routes, path: routes[0]?.path })))(
  '$path lets in who may call it with a method that it has, and nobody else',
  async ({ routes }) => {
    const path = pathOf(routes[0] as Route)
    for (const method of methods) {
      for (const caller of callers) {
        calls.length = 0
        const answer = await ask(path, method, caller)
        const wanted = expected(routes, method, caller)
        const seen = { path, method, caller, ...answer }
        if (wanted === 'in') {
          expect([401, 403, 405, 415, 500, 501], JSON.stringify(seen)).not.toContain(answer.status)
          const hasBody = routes.some((route) => route.method === method && route.body !== undefined)
          if (hasBody) expect(seen).toMatchObject({ status: 400, code: 'invalid-json' })
        } else {
          expect(seen).toMatchObject({ status: wanted })
          if (wanted === 403) expect(seen).toMatchObject({ code: 'role-too-low' })
          if (wanted >= 400 && method !== 'HEAD') expect(answer.code, JSON.stringify(seen)).toBeDefined()
          expect(calls, JSON.stringify(seen)).toEqual([])
        }
        if (method === 'HEAD') {
          expect(answer.text).toBe('')
          // What needs a caller is not done for its head alone.
          expect(calls, JSON.stringify(seen)).toEqual([])
        }
        if (wanted === 204 || wanted === 405) {
          expect(answer.allow?.split(', ')).toEqual(expect.arrayContaining(routes.map((route) => route.method)))
        }
      }
    }
  },
)
