// Compiles JSON Schemas and compares values with them, apart from the server: both may take as long as they like.
import type { JsonValue } from '@mapping-designer/shared-types'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { serveTasks } from '../work/serve-tasks.ts'
import type { WrittenSchema } from './written-schema.ts'

export interface CheckTask {
  schema: string
  /** JSON text; without it the schema alone is looked at. */
  value?: string | undefined
}

/** Values in base64 that a serializer wrote with this schema. */
export interface DecodeTask {
  written: WrittenSchema
  values: string[]
}

/** `objection` completes a sentence about the value, such as `/id must be string`. */
export type CheckAnswer = { kind: 'fits' } | { kind: 'unusable' } | { kind: 'unfit'; objection: string }

/** Each value as JSON text, or why it cannot be read; `fault` alone where the schema cannot be used. */
export type DecodeAnswer = { values: ({ json: string } | { fault: string })[] } | { fault: string }

const maxKept = 50
/** The functions of schemas by their text. */
const compiled = new Map<string, ValidateFunction | null>()

serveTasks<CheckTask | DecodeTask, CheckAnswer | DecodeAnswer>(async (task, answer) =>
  answer('written' in task ? await decode(task) : check(task)),
)

function check({ schema, value }: CheckTask): CheckAnswer {
  const validate = compiled.get(schema) ?? compile(schema)
  compiled.delete(schema)
  compiled.set(schema, validate)
  for (const [oldest] of compiled) if (compiled.size > maxKept) compiled.delete(oldest)
  if (validate === null) return { kind: 'unusable' }
  if (value === undefined || validate(JSON.parse(value))) return { kind: 'fits' }
  const [error] = validate.errors as [ErrorObject]
  return { kind: 'unfit', objection: inWords(error) }
}

async function decode({ written, values }: DecodeTask): Promise<DecodeAnswer> {
  try {
    const read = await decoderOf(written)
    return { values: values.map((value) => orFault(() => ({ json: read(Buffer.from(value, 'base64')) }))) }
  } catch (error) {
    return { fault: reasonOf(error) }
  }
}

/** These libraries are large, and most registries hold schemas of one kind. */
async function decoderOf(written: WrittenSchema): Promise<(value: Buffer) => string> {
  if (written.schemaType === 'PROTOBUF') return (await import('./decode-protobuf.ts')).protobufDecoder(written)
  return (await import('./decode-avro.ts')).avroDecoder(written)
}

function orFault<T>(read: () => T): T | { fault: string } {
  try {
    return read()
  } catch (error) {
    return { fault: reasonOf(error) }
  }
}

const reasonOf = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, 300)

function inWords({ instancePath, params, message }: ErrorObject): string {
  const where = instancePath === '' ? 'the value' : instancePath
  const extra = params['additionalProperty'] ?? params['allowedValues']
  const named = extra === undefined ? '' : ` (${JSON.stringify(extra).slice(0, 1_000)})`
  return `${where} ${message}${named}`
}

/** Null where the schema cannot be used. What it refers to elsewhere is never fetched, so that it cannot be used either. */
function compile(text: string): ValidateFunction | null {
  try {
    const schema: JsonValue = JSON.parse(text)
    const draft = typeof schema === 'object' && schema !== null && '$schema' in schema ? String(schema['$schema']) : ''
    const Version = draft.includes('2020-12') ? Ajv2020 : draft.includes('2019-09') ? Ajv2019 : Ajv
    const ajv = new Version({ strict: false })
    addFormats.default(ajv as Ajv)
    return ajv.compile(schema as object)
  } catch {
    return null
  }
}
