import {
  type AnswerOf,
  type ApiError,
  addressOf,
  apiErrorSchema,
  commonEvents,
  describeIssues,
  type EventOf,
  type RequestOf,
  type Route,
} from '@mapping-designer/shared-types'
import { readEventStream } from './read-event-stream.ts'

/** The bridge answered no. */
export class BridgeRefusal extends Error {
  readonly error: ApiError
  readonly status: number
  constructor(status: number, error: ApiError) {
    super(error.message)
    this.status = status
    this.error = error
  }
}

/** Nobody answered. */
export class BridgeAway extends Error {}

interface Dropped {
  name: 'dropped'
  data: { count: number }
}

/** Calls of routes of the contract. They reject with BridgeRefusal or BridgeAway. */
export interface BridgeCalls {
  /** The JSON of the answer, checked against the contract, or its text. */
  call<R extends Route>(route: R, request: RequestOf<R>): Promise<AnswerOf<R>>
  /**
   * The events of a stream until the signal; ends without an error then. `dropped` says how many were left out before the
   * next one, because the page reads more slowly than they come.
   */
  stream<R extends Route>(route: R, request: RequestOf<R>, signal: AbortSignal): AsyncGenerator<EventOf<R> | Dropped>
}

/** Calls over HTTP, on the origin that served the page; the token may change while the page is open. */
export function bridgeCalls(token: () => string | null): BridgeCalls {
  return {
    async call<R extends Route>(route: R, request: RequestOf<R>) {
      const answer = await ask(route, request, token())
      const given: unknown =
        route.answer === undefined ? await answer.text() : expected(route.answer, await answer.json())
      return given as AnswerOf<R>
    },
    async *stream<R extends Route>(route: R, request: RequestOf<R>, signal: AbortSignal) {
      try {
        const { body, status } = await ask(route, request, token(), signal)
        if (body === null) return
        for await (const { name, data } of readEventStream(body)) {
          if (name === 'error') throw new BridgeRefusal(status, expected(commonEvents.error, data).error)
          if (name === 'dropped') yield { name, data: expected(commonEvents.dropped, data) }
          const schema = route.events?.[name]
          if (schema !== undefined) yield { name, data: expected(schema, data) } as EventOf<R>
        }
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
  }
}

/** What the bridge answered, if it is what the contract says: a page that is open since before an update may meet another bridge. */
function expected<S extends NonNullable<Route['answer']>>(schema: S, value: unknown): ReturnType<S['parse']> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as ReturnType<S['parse']>
  throw new BridgeRefusal(200, {
    code: 'unexpected-answer',
    message: `The bridge answers otherwise than this page expects: ${describeIssues(parsed.error)[0]?.sentence}`,
    hint: 'Reload the page: the bridge may be of another version.',
  })
}

interface Request {
  params?: Record<string, string> | undefined
  query?: object | undefined
  headers?: object | undefined
  body?: unknown
}

async function ask(route: Route, request: Request, token: string | null, signal?: AbortSignal): Promise<Response> {
  const answer = await send(route, request, token, signal)
  if (answer.ok) return answer
  const parsed = apiErrorSchema.safeParse(await answer.json().catch(() => null))
  const fallback = { code: 'unknown', message: `The bridge answered ${answer.status}.` }
  throw new BridgeRefusal(answer.status, parsed.success ? parsed.data.error : fallback)
}

async function send(
  route: Route,
  { params, query, headers, body }: Request,
  token: string | null,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const address = addressOf(route, { params, query })
  const all = {
    ...headers,
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  try {
    return await fetch(address, {
      method: route.method,
      headers: all,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch {
    throw new BridgeAway('The bridge does not answer. The preview still works.')
  }
}
