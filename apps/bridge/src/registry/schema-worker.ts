// Compiles JSON Schemas and compares values with them, apart from the server: both may take as long as they like.
import type { JsonValue } from '@mapping-designer/shared-types'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { serveTasks } from '../work/serve-tasks.ts'

export interface SchemaTask {
  schema: string
  /** JSON text; without it the schema alone is looked at. */
  value?: string | undefined
}

/** `objection` completes a sentence about the value, such as `/id must be string`. */
export type SchemaAnswer = { kind: 'fits' } | { kind: 'unusable' } | { kind: 'unfit'; objection: string }

const maxKept = 50
/** The functions of schemas by their text. */
const compiled = new Map<string, ValidateFunction | null>()

serveTasks<SchemaTask, SchemaAnswer>(async ({ schema, value }, answer) => {
  const validate = compiled.get(schema) ?? compile(schema)
  compiled.delete(schema)
  compiled.set(schema, validate)
  for (const [oldest] of compiled) if (compiled.size > maxKept) compiled.delete(oldest)
  if (validate === null) return answer({ kind: 'unusable' })
  if (value === undefined || validate(JSON.parse(value))) return answer({ kind: 'fits' })
  const [error] = validate.errors as [ErrorObject]
  return answer({ kind: 'unfit', objection: inWords(error) })
})

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
