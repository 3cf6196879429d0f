import { createApp } from './app.ts'
import { createEventRunner } from './code/event-runner.ts'
import type { Profile } from './config/environment.ts'
import type { Workspace } from './files/workspace.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'
import { createClusters } from './produce/clusters.ts'
import type { Audit } from './routes/produce-routes.ts'

export const testHost = '127.0.0.1:8080'
export const testToken = 'a-token-of-this-start'
export const testNow = 1_700_000_000_000

/** The bridge without a port, with one cluster or none. */
export function aBridge(
  parts: { profile?: Partial<Profile>; kafka?: KafkaPort; audit?: Audit; workspace?: Workspace } = {},
) {
  const profile: Profile = {
    name: 'test',
    environment: 'local',
    brokers: [],
    mayProduce: true,
    mayCreateTopics: true,
    topics: ['*'],
    ...parts.profile,
  }
  return createApp({
    clusters: createClusters(parts.kafka ? [{ profile, kafka: parts.kafka }] : []),
    runner: createEventRunner(),
    session: {
      version: '0.0.0',
      notice: parts.kafka ? undefined : 'No cluster.',
      workspace: parts.workspace,
    },
    token: testToken,
    allowedHosts: () => [testHost],
    asset: async (path) =>
      path === '/index.html' ? { bytes: new TextEncoder().encode('<html>'), type: 'text/html' } : undefined,
    clock: () => testNow,
    audit: parts.audit ?? (() => {}),
    onError: (error) => {
      throw error
    },
  })
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
