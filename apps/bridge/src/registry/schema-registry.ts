import {
  isPathSegment,
  pathSegment,
  type RegisteredSchema,
  tryJson,
  type WantedSchema,
} from '@mapping-designer/shared-types'
import { z } from 'zod'
import type { RegistrySettings } from '../config/profile.ts'
import { HostNotAllowed } from '../kafka/host-policy.ts'
import { guardedRequest } from './guarded-request.ts'
import { createValueCheck } from './value-check.ts'
import type { WrittenSchema } from './written-schema.ts'

export interface SchemaRegistry {
  mayRegister: boolean
  subjects(): Promise<string[]>
  /** The newest version; undefined where the registry does not know the subject. */
  latest(subject: string): Promise<RegisteredSchema | undefined>
  /** The versions that a new schema is compared with, the newest first: all of them where the mode, that of the subject by default, is transitive. */
  compared(subject: string, isTransitive?: boolean): Promise<RegisteredSchema[]>
  /** Whether the mode lets a schema follow a version, with the reasons why not where the registry tells them. */
  isCompatible(wanted: WantedSchema, version: number): Promise<{ isCompatible: boolean; reasons: string[] }>
  register(wanted: WantedSchema): Promise<void>
  /** The schema with an id, and those that it refers to; undefined where the registry has none. */
  byId(id: number): Promise<WrittenSchema | undefined>
  /** Why the value of a topic does not fit the JSON Schema of subject `TOPIC-value`; undefined where nothing is wrong. */
  objectionTo(topic: string, value: string): Promise<string | undefined>
}

/** What went wrong with the registry, in one sentence. */
export class RegistryFailure extends Error {
  readonly hint: string | undefined
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.hint = options.hint
  }
}

/** A schema that the registry has can never be used. */
export class UnusableSchema extends RegistryFailure {}

const versionSchema = z.object({
  version: z.int(),
  id: z.int(),
  schema: z.string(),
  schemaType: z.string().default('AVRO'),
  references: z.array(z.unknown()).nullish(),
})
const referenceSchema = z.object({ name: z.string(), subject: z.string(), version: z.int() })
const writtenSchema = z.object({
  schema: z.string(),
  schemaType: z.string().default('AVRO'),
  references: z.array(referenceSchema).nullish(),
})
const configSchema = z.object({ compatibilityLevel: z.string() })
const errorSchema = z.object({ error_code: z.int().optional(), message: z.string().optional() })
const compatibilitySchema = z.object({ is_compatible: z.boolean(), messages: z.array(z.string()).nullish() })

const mediaType = 'application/vnd.schemaregistry.v1+json'

export function schemaRegistry(settings: RegistrySettings): SchemaRegistry {
  const ask = asking(settings)
  const place = (subject: string) => `/subjects/${segment(subject)}/versions`

  const versionOf = async (subject: string, wanted: number | 'latest') => {
    const found = await ask('GET', `${place(subject)}/${wanted}`, versionSchema)
    if (found === undefined) return undefined
    const { version, id, schema, schemaType, references } = found
    return { subject, version, id, schemaType, schema, hasReferences: (references?.length ?? 0) > 0 }
  }
  const latest = async (subject: string): Promise<RegisteredSchema | undefined> => {
    const found = await versionOf(subject, 'latest')
    if (found === undefined) return undefined
    const config = `/config/${segment(subject)}`
    const level =
      (await ask('GET', `${config}?defaultToGlobal=true`, configSchema)) ?? (await ask('GET', '/config', configSchema))
    return { ...found, ...(level && { compatibility: level.compatibilityLevel }) }
  }
  const compared: SchemaRegistry['compared'] = async (subject, isTransitive) => {
    const newest = await latest(subject)
    if (newest === undefined) return []
    if (!(isTransitive ?? newest.compatibility?.endsWith('_TRANSITIVE'))) return [newest]
    const numbers = (await ask('GET', place(subject), z.array(z.int()))) ?? []
    const older: RegisteredSchema[] = []
    for (const number of numbers.toSorted((a, b) => b - a)) {
      const found = number === newest.version ? undefined : await versionOf(subject, number)
      if (found !== undefined) older.push(found)
    }
    return [newest, ...older]
  }
  const checkValue = createValueCheck(latest)
  const byId = rememberSchemas(async (id) => {
    const found = await ask('GET', `/schemas/ids/${id}`, writtenSchema)
    if (found === undefined) return undefined
    const references: WrittenSchema['references'] = []
    const known = new Set<string>()
    const follow = async (list: z.infer<typeof referenceSchema>[]): Promise<void> => {
      for (const { name, subject, version } of list) {
        const at = `${subject} ${version}`
        if (known.has(at)) continue
        known.add(at)
        if (known.size > maxReferences)
          throw new UnusableSchema(`Schema ${id} refers to more than ${maxReferences} others.`)
        const one = await ask('GET', `${place(subject)}/${version}`, writtenSchema)
        if (one === undefined)
          throw new UnusableSchema(`Schema ${id} refers to ${at}, which the registry does not have.`)
        await follow(one.references ?? [])
        references.push({ name, schema: one.schema })
      }
    }
    await follow(found.references ?? [])
    const { schema, schemaType } = found
    return { id, schemaType, schema, references }
  })

  return {
    mayRegister: settings.mayRegister,
    byId,
    subjects: async () => (await ask('GET', '/subjects', z.array(z.string()))) ?? [],
    latest,
    compared,
    async isCompatible({ subject, schemaType, schema }, version) {
      const path = `/compatibility${place(subject)}/${version}?verbose=true`
      const answer = await ask('POST', path, compatibilitySchema, { schemaType, schema })
      return { isCompatible: answer?.is_compatible ?? true, reasons: answer?.messages ?? [] }
    },
    async register({ subject, schemaType, schema, compatibility }) {
      await ask('POST', place(subject), z.object({ id: z.int() }), { schemaType, schema })
      if (compatibility !== undefined) {
        await ask('PUT', `/config/${segment(subject)}`, z.unknown(), { compatibility })
      }
    },
    objectionTo: async (topic, value) => (settings.checksValues ? checkValue(topic, value) : undefined),
  }
}

/** Schemas that one may refer to. */
const maxReferences = 50
const maxKept = 200

/** A schema with an id never changes; what failed is requested again. */
function rememberSchemas(find: SchemaRegistry['byId']): SchemaRegistry['byId'] {
  const known = new Map<number, ReturnType<SchemaRegistry['byId']>>()
  return (id) => {
    const found = known.get(id) ?? find(id)
    known.delete(id)
    known.set(id, found)
    for (const [oldest] of known) if (known.size > maxKept) known.delete(oldest)
    found.then(
      (schema) => schema ?? known.delete(id),
      () => known.delete(id),
    )
    return found
  }
}

/** How a registry is asked; the answer is undefined for 404. */
function asking(settings: RegistrySettings) {
  const base = settings.url.replace(/\/+$/, '')
  const { host } = new URL(settings.url)
  const login = authorization(settings)
  return async <T>(method: 'GET' | 'POST' | 'PUT', path: string, schema: z.ZodType<T>, body?: object) => {
    const answer = await guardedRequest({
      method,
      url: new URL(`${base}${path}`),
      headers: { accept: mediaType, ...login, ...(body !== undefined && { 'content-type': mediaType }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      ca: settings.ca,
    }).catch((error: unknown) => {
      throw unreachable(host, error)
    })
    if (answer.status === 404) return undefined
    if (answer.status >= 300) throw refusal(host, answer)
    const parsed = schema.safeParse(tryJson(answer.text))
    if (parsed.success) return parsed.data
    throw new RegistryFailure(`${host} does not answer as a schema registry does.`, {
      hint: 'The address needs the path of the Confluent API, such as /apis/ccompat/v7 for Apicurio.',
    })
  }
}

/** A subject in the path of an address; one that no address can hold would lead to another place of the registry. */
function segment(subject: string): string {
  if (isPathSegment(subject)) return pathSegment(subject)
  throw new RegistryFailure(`No registry can have a subject named ${JSON.stringify(subject)}.`)
}

function authorization({ username, password, token }: RegistrySettings): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (username === undefined) return {}
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` }
}

function unreachable(host: string, error: unknown): RegistryFailure {
  return new RegistryFailure(`The schema registry ${host} ${whyUnreachable(error as Error)}.`, {
    hint: 'Check schemaRegistry of the profile.',
    cause: error,
  })
}

function whyUnreachable(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ABORT_ERR') return 'does not answer within 5 s'
  if (code === 'ENOTFOUND') return 'is not known by that name'
  const isAsked = code !== undefined && !(error instanceof HostNotAllowed)
  return isAsked ? `does not answer (${code})` : `was not asked: ${error.message.replace(/\.$/, '')}`
}

function refusal(host: string, { status, text }: { status: number; text: string }): RegistryFailure {
  if (status === 401 || status === 403) {
    return new RegistryFailure(`The schema registry ${host} does not let this user do that (${status}).`, {
      hint: 'Check username, password or token of schemaRegistry in the profile.',
    })
  }
  if (status < 400) return new RegistryFailure(`The schema registry ${host} sends elsewhere, which is not followed.`)
  const reason = errorSchema.safeParse(tryJson(text)).data?.message?.slice(0, 300) ?? `it answered ${status}`
  return new RegistryFailure(`The schema registry ${host} refused: ${reason.replace(/\.?$/, '.')}`)
}
