import type { RegisteredSchema } from '@mapping-designer/shared-types'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** ms that an answer of the registry is used for; producing asks for each record. */
const keptFor = 10_000

/** Compares values with the JSON Schema of their topic. The subject is the one of the usual strategy, `TOPIC-value`. */
export function createValueCheck(latest: (subject: string) => Promise<RegisteredSchema | undefined>) {
  const answers = new Map<string, { since: number; found: Promise<RegisteredSchema | undefined> }>()
  const compiled = new Map<number, ValidateFunction | null>()

  const schemaOf = (subject: string) => {
    const known = answers.get(subject)
    if (known !== undefined && performance.now() - known.since < keptFor) return known.found
    const found = latest(subject)
    answers.set(subject, { since: performance.now(), found })
    found.catch(() => answers.delete(subject))
    return found
  }

  return async (topic: string, value: string): Promise<string | undefined> => {
    const registered = await schemaOf(`${topic}-value`)
    if (registered === undefined || registered.schemaType !== 'JSON' || registered.hasReferences) return undefined
    const { id, subject, version } = registered
    const validate = compiled.get(id) ?? compile(registered.schema)
    compiled.set(id, validate)
    if (validate === null || validate(JSON.parse(value))) return undefined
    const [{ instancePath, params, message }] = validate.errors as [ErrorObject]
    const where = instancePath === '' ? 'the value' : instancePath
    const extra = params['additionalProperty'] ?? params['allowedValues']
    const named = extra === undefined ? '' : ` (${JSON.stringify(extra)})`
    return `The value does not fit version ${version} of ${subject}: ${where} ${message}${named}.`
  }
}

/** Null where the schema cannot be used here, which the setup plan says. */
export function compile(text: string): ValidateFunction | null {
  try {
    const schema = JSON.parse(text)
    const draft = String(schema.$schema ?? '')
    const Version = draft.includes('2020-12') ? Ajv2020 : draft.includes('2019-09') ? Ajv2019 : Ajv
    const ajv = new Version({ strict: false })
    addFormats.default(ajv as Ajv)
    return ajv.compile(schema)
  } catch {
    return null
  }
}
