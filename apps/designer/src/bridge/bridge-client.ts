import {
  type ApiError,
  apiErrorSchema,
  type BrowsedRecord,
  type ConnectionReport,
  connectionReportSchema,
  type FileContent,
  fileContentSchema,
  type LiveEvent,
  type LiveState,
  liveEventSchema,
  liveStateSchema,
  type ProduceReply,
  type ProduceRequest,
  produceReplySchema,
  type ReadQuery,
  type ReplayChunk,
  type ReplayRequest,
  type ReplayState,
  recordPageSchema,
  replayStateSchema,
  type Session,
  type SetupPlan,
  type SetupRequest,
  type SetupStep,
  saveFileReplySchema,
  sessionSchema,
  setupPlanSchema,
  type TopicChange,
  type TopicDetail,
  type TopicSummary,
  topicDetailSchema,
  topicListSchema,
  type WantedSchema,
} from '@mapping-designer/shared-types'
import { readEventStream } from './read-event-stream.ts'

/** What the designer asks of the bridge. Rejects with BridgeRefusal or BridgeAway. */
export interface BridgeClient {
  session(): Promise<Session>
  testConnection(profile: string): Promise<ConnectionReport>
  topics(profile: string): Promise<TopicSummary[]>
  topic(profile: string, topic: string): Promise<TopicDetail>
  createTopic(profile: string, topic: string, partitions: number): Promise<void>
  /** Creates a topic as a step of a setup plan says. */
  setUp(profile: string, setup: SetupStep['setup']): Promise<void>
  changeTopic(profile: string, topic: string, change: TopicChange): Promise<void>
  deleteTopic(profile: string, topic: string): Promise<void>
  planSetup(profile: string, request: SetupRequest): Promise<SetupPlan>
  registerSchema(profile: string, schema: WantedSchema): Promise<void>
  records(profile: string, topic: string, query: Partial<ReadQuery>): Promise<BrowsedRecord[]>
  /** Records from now on, until the signal; ends without an error then. */
  follow(profile: string, topic: string, signal: AbortSignal): AsyncIterable<BrowsedRecord[]>
  /** A request that got no answer may be sent again under its key: it produces once. */
  produce(request: ProduceRequest, key: string): Promise<ProduceReply>
  openReplay(request: ReplayRequest): Promise<ReplayState>
  sendChunk(id: string, chunk: ReplayChunk): Promise<ReplayState>
  cancelReplay(id: string): Promise<ReplayState>
  /** Failures of a replay, a JSON object on each line. */
  replayFailures(id: string): Promise<string>
  liveState(): Promise<LiveState>
  openTap(isOpen: boolean): Promise<LiveState>
  /** Events of running flows, those kept first, until the signal. */
  live(signal: AbortSignal): AsyncIterable<LiveEvent>
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
  const ask = async (path: string, request: Ask = {}): Promise<Response> => {
    const answer = await send(path, token(), request)
    if (answer.ok) return answer
    const parsed = apiErrorSchema.safeParse(await answer.json().catch(() => null))
    const fallback = { code: 'unknown', message: `The bridge answered ${answer.status}.` }
    throw new BridgeRefusal(answer.status, parsed.success ? parsed.data.error : fallback)
  }
  const call = async <T>(path: string, schema: Schema<T>, body?: unknown, request: Ask = {}): Promise<T> =>
    schema.parse(await (await ask(path, { ...(body !== undefined && { method: 'POST', body }), ...request })).json())
  async function* stream<T>(path: string, name: string, schema: Schema<T>, signal: AbortSignal): AsyncGenerator<T> {
    try {
      const { body } = await ask(path, { signal })
      if (body === null) return
      for await (const event of readEventStream(body)) {
        if (event.name === name) yield schema.parse(event.data)
        if (event.name === 'error') throw new BridgeAway((event.data as { message: string }).message)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  const anything: Schema<unknown> = { parse: (value) => value }
  return {
    session: () => call('/api/session', sessionSchema),
    testConnection: (profile) => call(profileUrl(profile, 'test'), connectionReportSchema, {}),
    topics: async (profile) => (await call(profileUrl(profile, 'topics'), topicListSchema)).topics,
    topic: (profile, topic) => call(profileUrl(profile, 'topics', topic), topicDetailSchema),
    async createTopic(profile, topic, partitions) {
      await call(profileUrl(profile, 'topics'), anything, { topic, partitions })
    },
    async setUp(profile, { topic, numPartitions: partitions, replicationFactor, configEntries: config }) {
      await call(profileUrl(profile, 'topics'), anything, { topic, partitions, replicationFactor, config })
    },
    async changeTopic(profile, topic, change) {
      await call(profileUrl(profile, 'topics', topic), anything, change, { method: 'PATCH' })
    },
    async deleteTopic(profile, topic) {
      const url = `${profileUrl(profile, 'topics', topic)}?confirm=${encodeURIComponent(topic)}`
      await call(url, anything, undefined, { method: 'DELETE' })
    },
    planSetup: (profile, request) => call(profileUrl(profile, 'setup'), setupPlanSchema, request),
    async registerSchema(profile, schema) {
      await call(profileUrl(profile, 'subjects'), anything, schema)
    },
    async records(profile, topic, query) {
      const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
      const url = `${profileUrl(profile, 'topics', topic, 'records')}?${new URLSearchParams(given as [string, string][])}`
      return (await call(url, recordPageSchema)).records
    },
    async *follow(profile, topic, signal) {
      const url = profileUrl(profile, 'topics', topic, 'follow')
      for await (const { records } of stream(url, 'records', recordPageSchema, signal)) yield records
    },
    produce: (body, key) => call('/api/produce', produceReplySchema, body, { headers: { 'idempotency-key': key } }),
    openReplay: (request) => call('/api/replays', replayStateSchema, request),
    sendChunk: (id, chunk) => call(`/api/replays/${id}/events`, replayStateSchema, chunk, { method: 'PUT' }),
    cancelReplay: (id) => call(`/api/replays/${id}`, replayStateSchema, undefined, { method: 'DELETE' }),
    replayFailures: async (id) => (await ask(`/api/replays/${id}/failures`)).text(),
    liveState: () => call('/api/live/state', liveStateSchema),
    openTap: (isOpen) => call('/api/live', liveStateSchema, { isOpen }),
    live: (signal) => stream('/api/live', 'event', liveEventSchema, signal),
    readFile: (path) => call(fileUrl(path), fileContentSchema),
    saveFile: (path, content) => call(fileUrl(path), saveFileReplySchema, content, { method: 'PUT' }),
  }
}

function profileUrl(...parts: [profile: string, ...rest: string[]]): string {
  return `/api/profiles/${parts.map(encodeURIComponent).join('/')}`
}

function fileUrl(path: string): string {
  return `/api/files/${path.split('/').map(encodeURIComponent).join('/')}`
}

interface Ask {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

async function send(
  path: string,
  token: string | null,
  { method = 'GET', body, headers, signal }: Ask,
): Promise<Response> {
  const all = {
    ...headers,
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  try {
    return await fetch(path, {
      method,
      headers: all,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
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
