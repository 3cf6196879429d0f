import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { AuditEntry, Role } from '@mapping-designer/shared-types'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { createEventRunner } from './code/event-runner.ts'
import type { Grant, Profile } from './config/profile.ts'
import { aProfile } from './config/testing.ts'
import { createRateLimit } from './deliver/rate.ts'
import type { Workspace } from './files/workspace.ts'
import { createGenuineRunner } from './genuine/genuine-runner.ts'
import { openServer } from './http/open-server.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { createLiveTap } from './live/live-tap.ts'
import type { Audit, AuditLine } from './operation/audit.ts'
import { createMetrics } from './operation/metrics.ts'
import type { AnswerJournal } from './produce/answer-journal.ts'
import { type Clusters, createClusters } from './produce/clusters.ts'
import type { SchemaRegistry } from './registry/schema-registry.ts'
import { createReplays, type Replays } from './replay/replays.ts'

export const testHost = '127.0.0.1:8080'
export const testToken = 'a-token-of-this-start'
/** The token of a second caller. */
export const otherTestToken = 'a-token-of-somebody-else'
export const testKey = 'a-key-of-the-tap'
export const testNow = 1_700_000_000_000

/** The bridge without a port, with one cluster or none. */
export function aBridge(
  parts: {
    profile?: Partial<Profile>
    kafka?: KafkaPort
    registry?: SchemaRegistry
    audit?: Audit
    readAudit?: () => Promise<AuditEntry[]>
    beforeChange?: (line: AuditLine) => Promise<void>
    workspace?: Workspace
    role?: Role
    grants?: readonly Grant[]
    clock?: () => number
    stopping?: AbortSignal
    answers?: AnswerJournal
    clusters?: Clusters
    replays?: Replays
    log?: (fields: object) => void
    isBuilt?: boolean
    /** Where installed packages are kept. */
    cache?: string
  } = {},
) {
  const profile = aProfile(parts.profile)
  const ofProfile = parts.kafka ? [{ profile, kafka: parts.kafka, registry: parts.registry }] : []
  const clusters = parts.clusters ?? createClusters(ofProfile)
  const runner = createEventRunner()
  const clock = parts.clock ?? (() => testNow)
  const rate = createRateLimit(clock)
  const app = createApp({
    clusters,
    runner,
    packages: createGenuineRunner(parts.cache ?? join(tmpdir(), 'no-packages')),
    rate,
    clock,
    replays:
      parts.replays ?? createReplays({ clusters, runner, rate, clock, folder: join(tmpdir(), 'replay-failures') }),
    tap: createLiveTap(testKey, clock),
    metrics: createMetrics(),
    session: {
      version: '0.0.0',
      notice: parts.kafka ? undefined : 'No cluster.',
      workspace: parts.workspace,
    },
    grants: parts.grants ?? [
      { name: 'tester', role: parts.role ?? 'admin', token: testToken },
      { name: 'somebody else', role: 'admin', token: otherTestToken },
    ],
    allowedHosts: () => [testHost],
    asset: async (path) =>
      parts.isBuilt !== false && (path === '/index.html' || path === '/assets/page.js')
        ? { bytes: new TextEncoder().encode('<html>'), type: 'text/html' }
        : undefined,
    audit: parts.audit ?? (() => {}),
    readAudit: parts.readAudit ?? (async () => []),
    ...(parts.beforeChange && { beforeChange: parts.beforeChange }),
    answers: parts.answers,
    stopping: parts.stopping ?? new AbortController().signal,
    log: {
      info: (fields: object) => parts.log?.(fields),
      error: (fields: { err: Error }) => {
        if (parts.log === undefined) throw fields.err
        parts.log(fields)
      },
    } as Pick<Logger, 'info' | 'error'>,
  })
  return Object.assign(app, {
    /** Without a port, under the name that the bridge answers to. */
    request: async (address: string, init?: RequestInit) =>
      app.fetch(new Request(address.startsWith('/') ? `http://${testHost}${address}` : address, init)),
  })
}

/** A bridge behind a real port of loopback, for what no `Request` can say. */
export async function listening(app: ReturnType<typeof aBridge>, options: { unread?: number } = {}) {
  const server = await openServer(app.fetch, { hostname: '127.0.0.1', port: 0, ...options })
  const { port } = server.address() as AddressInfo
  return {
    port,
    connections: promisify(server.getConnections.bind(server)),
    /** Sends these bytes, and answers what comes back once it holds `until`, or the connection ends. */
    send: (bytes: string, until = /$^/) =>
      new Promise<string>((resolve) => {
        let text = ''
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
        socket.on('data', (piece) => {
          text += piece.toString('latin1')
          if (until.test(text)) socket.destroy()
        })
        // A bridge that has said no does not read the rest.
        socket.on('error', () => {})
        socket.on('close', () => resolve(text))
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A request as the designer sends it; give only what a test is about. */
export function asDesigner(
  changes: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): RequestInit {
  const { method = changes.body === undefined ? 'GET' : 'POST', headers, body } = changes
  return {
    method,
    headers: {
      host: testHost,
      authorization: `Bearer ${testToken}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}
