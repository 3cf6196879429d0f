import {
  changeTopicRequestSchema,
  connectionReportSchema,
  createTopicRequestSchema,
  fileContentSchema,
  liveActionSchema,
  liveEventSchema,
  liveStateSchema,
  previewReplySchema,
  previewRequestSchema,
  produceReplySchema,
  produceRequestSchema,
  type Role,
  readQuerySchema,
  recordPageSchema,
  registeredSchemaSchema,
  replayActionSchema,
  replayChunkSchema,
  replayRequestSchema,
  replayStateSchema,
  saveFileReplySchema,
  saveFileRequestSchema,
  sessionSchema,
  setupPlanSchema,
  setupRequestSchema,
  subjectListSchema,
  topicDetailSchema,
  topicListSchema,
  wantedSchemaSchema,
} from '@mapping-designer/shared-types'
import { z } from 'zod'

interface Route {
  method: 'get' | 'put' | 'post' | 'patch' | 'delete'
  path: string
  summary: string
  /** The least role that may call it; none for what needs no token. */
  role?: Role
  body?: z.core.$ZodType
  query?: z.core.$ZodType
  answer?: z.core.$ZodType
  /** Server-sent events, or another body that is not JSON. */
  type?: string
}

const stream = 'text/event-stream'

/** Every route of the bridge. A test compares the list with the routes that are mounted. */
export const routes: readonly Route[] = [
  { method: 'get', path: '/health', summary: 'The process is alive' },
  { method: 'get', path: '/ready', summary: 'It takes requests; 503 while it stops' },
  { method: 'get', path: '/metrics', summary: 'Counters for Prometheus', type: 'text/plain' },
  { method: 'post', path: '/collect/{key}', summary: 'Takes events of a running flow; the key is the permission' },
  {
    method: 'get',
    path: '/api/session',
    summary: 'Version, profiles, role and flow files',
    role: 'viewer',
    answer: sessionSchema,
  },
  {
    method: 'post',
    path: '/api/preview',
    summary: 'The record of each event',
    role: 'viewer',
    body: previewRequestSchema,
    answer: previewReplySchema,
  },
  {
    method: 'post',
    path: '/api/produce',
    summary: 'Produces the records of events; an Idempotency-Key header makes a retry safe',
    role: 'producer',
    body: produceRequestSchema,
    answer: produceReplySchema,
  },
  {
    method: 'post',
    path: '/api/profiles/{profile}/test',
    summary: 'How far a client comes on its way to each broker',
    role: 'viewer',
    answer: connectionReportSchema,
  },
  {
    method: 'post',
    path: '/api/profiles/{profile}/setup',
    summary: 'Compares topics and a schema with what cluster and registry have; changes nothing',
    role: 'viewer',
    body: setupRequestSchema,
    answer: setupPlanSchema,
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/subjects',
    summary: 'Subjects of the schema registry',
    role: 'viewer',
    answer: subjectListSchema,
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/subjects/{subject}',
    summary: 'The newest schema of a subject',
    role: 'viewer',
    answer: registeredSchemaSchema,
  },
  {
    method: 'post',
    path: '/api/profiles/{profile}/subjects',
    summary: 'Registers a schema and sets the compatibility of its subject',
    role: 'admin',
    body: wantedSchemaSchema,
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/topics',
    summary: 'Topics with partitions and size limits',
    role: 'viewer',
    answer: topicListSchema,
  },
  {
    method: 'post',
    path: '/api/profiles/{profile}/topics',
    summary: 'Creates a topic',
    role: 'admin',
    body: createTopicRequestSchema,
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/topics/{topic}',
    summary: 'Partitions, leaders, offsets and settings',
    role: 'viewer',
    answer: topicDetailSchema,
  },
  {
    method: 'patch',
    path: '/api/profiles/{profile}/topics/{topic}',
    summary: 'Adds partitions and changes settings; on production `confirm` repeats its name',
    role: 'admin',
    body: changeTopicRequestSchema,
  },
  {
    method: 'delete',
    path: '/api/profiles/{profile}/topics/{topic}',
    summary: 'Deletes a topic; on production `confirm` repeats its name',
    role: 'admin',
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/topics/{topic}/records',
    summary: 'Records of a topic',
    role: 'viewer',
    query: readQuerySchema,
    answer: recordPageSchema,
  },
  {
    method: 'get',
    path: '/api/profiles/{profile}/topics/{topic}/follow',
    summary: 'Records from now on, as `records` events',
    role: 'viewer',
    answer: recordPageSchema,
    type: stream,
  },
  {
    method: 'post',
    path: '/api/replays',
    summary: 'Opens a replay, or takes one up again under its id',
    role: 'producer',
    body: replayRequestSchema,
    answer: replayStateSchema,
  },
  {
    method: 'get',
    path: '/api/replays/{id}',
    summary: 'The state of a replay',
    role: 'viewer',
    answer: replayStateSchema,
  },
  {
    method: 'put',
    path: '/api/replays/{id}/events',
    summary: 'Takes the next events; answers when they are in the log',
    role: 'producer',
    body: replayChunkSchema,
    answer: replayStateSchema,
  },
  {
    method: 'post',
    path: '/api/replays/{id}',
    summary: 'Pauses or resumes a replay',
    role: 'producer',
    body: replayActionSchema,
    answer: replayStateSchema,
  },
  {
    method: 'delete',
    path: '/api/replays/{id}',
    summary: 'Ends a replay',
    role: 'producer',
    answer: replayStateSchema,
  },
  {
    method: 'get',
    path: '/api/replays/{id}/events',
    summary: 'The state at each change, as `state` events',
    role: 'viewer',
    answer: replayStateSchema,
    type: stream,
  },
  {
    method: 'get',
    path: '/api/replays/{id}/failures',
    summary: 'Records that were refused, a JSON object on each line',
    role: 'viewer',
    type: 'application/x-ndjson',
  },
  {
    method: 'get',
    path: '/api/live',
    summary: 'Events of running flows, as `event` events',
    role: 'viewer',
    answer: liveEventSchema,
    type: stream,
  },
  {
    method: 'get',
    path: '/api/live/state',
    summary: 'Whether the tap is open, and its address',
    role: 'viewer',
    answer: liveStateSchema,
  },
  {
    method: 'post',
    path: '/api/live',
    summary: 'Opens or closes the tap',
    role: 'producer',
    body: liveActionSchema,
    answer: liveStateSchema,
  },
  { method: 'get', path: '/api/files', summary: 'Flow files of the workspace', role: 'viewer' },
  {
    method: 'get',
    path: '/api/files/{path}',
    summary: 'A flow file with its version',
    role: 'viewer',
    answer: fileContentSchema,
  },
  {
    method: 'put',
    path: '/api/files/{path}',
    summary: 'Saves a flow file that is still of this version',
    role: 'producer',
    body: saveFileRequestSchema,
    answer: saveFileReplySchema,
  },
  { method: 'get', path: '/api/openapi.json', summary: 'This document', role: 'viewer' },
]

/** The OpenAPI 3.1 document of the bridge, made of the schemas that check its requests. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kafka Mapping Designer: bridge', version, license: { name: 'MIT' } },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
  }
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: Object.fromEntries(['code', 'message', 'hint', 'place'].map((name) => [name, { type: 'string' }])),
    },
  },
}

function operation({ method, path, summary, role, body, query, answer, type = 'application/json' }: Route): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const parameters = [
    ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(query === undefined ? [] : queryParameters(query)),
  ]
  return {
    summary,
    operationId: `${method}${path.replace(/[^\w]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    ...(role && { security: [{ token: [] }], description: `Needs the role ${role}.` }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      200: { description: 'Done', ...(answer && { content: { [type]: { schema: schemaOf(answer) } } }) },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function queryParameters(query: z.core.$ZodType): object[] {
  const { properties = {} } = schemaOf(query) as { properties?: Record<string, object> }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }))
}

function schemaOf(schema: z.core.$ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  return rest
}
