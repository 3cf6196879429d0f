import type * as z from 'zod/mini'
import type { Route } from './api-route.ts'
import { auditRoutes } from './audit-api.ts'
import { clusterRoutes } from './cluster-api.ts'
import { fileRoutes } from './file-api.ts'
import { liveRoutes } from './live-api.ts'
import { operationRoutes } from './operation-api.ts'
import { previewRoutes } from './preview-api.ts'
import { produceRoutes } from './produce-api.ts'
import { replayRoutes } from './replay-api.ts'
import { schemaRoutes, subjectSchema } from './schema-api.ts'
import { sessionRoutes } from './session-api.ts'
import { topicNameSchema, topicRoutes } from './topic-api.ts'

/** Every route of the bridge. */
export const apiContract = {
  operation: operationRoutes,
  session: sessionRoutes,
  preview: previewRoutes,
  produce: produceRoutes,
  clusters: clusterRoutes,
  topics: topicRoutes,
  schemas: schemaRoutes,
  replays: replayRoutes,
  live: liveRoutes,
  files: fileRoutes,
  audit: auditRoutes,
}
export type ApiContract = typeof apiContract

/** All routes in one list, in the order of the docs. */
export const allRoutes: readonly Route[] = Object.values(apiContract).flatMap((routes): Route[] =>
  Object.values(routes),
)

/** What a parameter of a path may be, by its name; the others are any text. */
export const parameterSchemas: Readonly<Record<string, z.ZodMiniType<string>>> = {
  topic: topicNameSchema,
  subject: subjectSchema,
}
