import {
  type ApiError,
  apiErrorSchema,
  type FileContent,
  fileContentSchema,
  type ProduceReply,
  type ProduceRequest,
  produceReplySchema,
  type Session,
  saveFileReplySchema,
  sessionSchema,
  type TopicSummary,
  topicListSchema,
} from '@mapping-designer/shared-types'

/** What the designer asks of the bridge. Rejects with BridgeRefusal or BridgeAway. */
export interface BridgeClient {
  session(): Promise<Session>
  topics(profile: string): Promise<TopicSummary[]>
  createTopic(profile: string, topic: string, partitions: number): Promise<void>
  produce(request: ProduceRequest): Promise<ProduceReply>
  readFile(path: string): Promise<FileContent>
  saveFile(path: string, content: { text: string; version: string }): Promise<{ version: string }>
}

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

interface Schema<T> {
  parse(value: unknown): T
}

/** BridgeClient over HTTP, on the origin that served the page; the token may change while the page is open. */
export function httpBridge(token: () => string | null): BridgeClient {
  const call = async <T>(path: string, schema: Schema<T>, body?: unknown, method = 'POST'): Promise<T> => {
    const answer = await request(path, token(), body, method)
    const json: unknown = await answer.json().catch(() => null)
    if (answer.ok) return schema.parse(json)
    const parsed = apiErrorSchema.safeParse(json)
    const fallback = { code: 'unknown', message: `The bridge answered ${answer.status}.` }
    throw new BridgeRefusal(answer.status, parsed.success ? parsed.data.error : fallback)
  }
  const anything: Schema<unknown> = { parse: (value) => value }
  return {
    session: () => call('/api/session', sessionSchema),
    topics: async (profile) =>
      (await call(`/api/profiles/${encodeURIComponent(profile)}/topics`, topicListSchema)).topics,
    async createTopic(profile, topic, partitions) {
      await call(`/api/profiles/${encodeURIComponent(profile)}/topics`, anything, { topic, partitions })
    },
    produce: (body) => call('/api/produce', produceReplySchema, body),
    readFile: (path) => call(fileUrl(path), fileContentSchema),
    saveFile: (path, content) => call(fileUrl(path), saveFileReplySchema, content, 'PUT'),
  }
}

function fileUrl(path: string): string {
  return `/api/files/${path.split('/').map(encodeURIComponent).join('/')}`
}

async function request(path: string, token: string | null, body: unknown, method: string): Promise<Response> {
  const headers: Record<string, string> = {}
  if (token !== null) headers['authorization'] = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await fetch(path, body === undefined ? { headers } : { method, headers, body: JSON.stringify(body) })
  } catch {
    throw new BridgeAway('The bridge does not answer. The preview still works.')
  }
}

const tokenKey = 'kafka-mapping-designer.token'

/** Takes the token out of the address, where the start link carries it, and keeps it for this tab. */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const given = fragment.get('token')
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given)
    fragment.delete('token')
    const rest = fragment.toString()
    history.replaceState(null, '', `${location.pathname}${location.search}${rest ? `#${rest}` : ''}`)
  }
  return sessionStorage.getItem(tokenKey)
}
