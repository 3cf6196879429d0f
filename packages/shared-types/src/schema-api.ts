import * as z from 'zod/mini'
import { confirmQuery, isPathSegment, route } from './api-route.ts'

/** The API of registries has subjects in its paths. */
export const subjectSchema = z
  .string()
  .check(z.refine(isPathSegment, 'must be a name that an address can hold, which ".", ".." and empty text are not'))

/** A schema as `setup.schemaRegistry` of the destination names it. */
export const wantedSchemaSchema = z.object({
  subject: subjectSchema,
  schemaType: z.enum(['AVRO', 'JSON', 'PROTOBUF'], 'must be AVRO, JSON or PROTOBUF'),
  schema: z.string(),
  compatibility: z.optional(
    z.enum(['BACKWARD', 'FORWARD', 'FULL', 'NONE', 'BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'FULL_TRANSITIVE']),
  ),
})
export type WantedSchema = z.infer<typeof wantedSchemaSchema>
/** Bytes of a request that carries a schema. */
export const maxSchemaBytes = 512 * 1024

const registeredSchemaSchema = z.object({
  subject: z.string(),
  version: z.int(),
  id: z.int(),
  schemaType: z.string(),
  schema: z.string(),
  hasReferences: z.boolean(),
  compatibility: z.optional(z.string()),
})
export type RegisteredSchema = z.infer<typeof registeredSchemaSchema>

/** What a subject needs, compared with what the registry has. */
export const schemaStepSchema = z.object({
  subject: z.string(),
  state: z.enum(['ok', 'missing', 'differs', 'incompatible', 'no-registry', 'unknown']),
  detail: z.string(),
  /** What would be registered; missing where the flow names none. */
  wanted: z.optional(wantedSchemaSchema),
})
export type SchemaStep = z.infer<typeof schemaStepSchema>

export const schemaRoutes = {
  list: route('GET /api/profiles/{profile}/subjects', 'viewer', 'Subjects of the schema registry', {
    answer: z.object({ subjects: z.array(z.string()) }),
  }),
  latest: route('GET /api/profiles/{profile}/subjects/{subject}', 'viewer', 'The newest schema of a subject', {
    answer: registeredSchemaSchema,
  }),
  compared: route(
    'GET /api/profiles/{profile}/subjects/{subject}/versions',
    'viewer',
    'The versions that a new schema of a subject is compared with, the newest first: all of them where its mode is transitive',
    {
      query: z.object({
        transitive: z
          .optional(z.enum(['true', 'false'], 'must be true or false'))
          .check(z.describe('In place of the mode of the subject')),
      }),
      answer: z.object({ versions: z.array(registeredSchemaSchema) }),
    },
  ),
  register: route(
    'POST /api/profiles/{profile}/subjects',
    'admin',
    'Registers a schema and sets the compatibility of its subject; on production `confirm` repeats its name',
    {
      query: confirmQuery('subject'),
      body: wantedSchemaSchema,
      maxBodyBytes: maxSchemaBytes,
      answer: z.object({ subject: z.string() }),
      status: 201,
    },
  ),
}
