import type { RegisteredSchema, SchemaStep, WantedSchema } from '@mapping-designer/shared-types'
import { checkSchema } from '../registry/check-schema.ts'
import { RegistryFailure, type SchemaRegistry } from '../registry/schema-registry.ts'

/**
 * Compares the schema that a flow names, and the value subjects of its topics, with what the registry has. Where
 * nothing is registered for a topic and the flow names nothing, there is nothing to say.
 */
export async function planSchemas(
  registry: SchemaRegistry | undefined,
  topics: readonly string[],
  wanted: WantedSchema | undefined,
): Promise<SchemaStep[]> {
  if (registry === undefined) {
    if (wanted === undefined) return []
    const detail = 'The profile names no schema registry, so nobody can compare it.'
    return [{ subject: wanted.subject, state: 'no-registry', detail, wanted }]
  }
  const subjects = topics.map((topic) => `${topic}-value`).filter((subject) => subject !== wanted?.subject)
  try {
    const ofTopics = await Promise.all(subjects.map(async (subject) => stepOfTopic(await registry.latest(subject))))
    const ofFlow = wanted === undefined ? [] : [await stepOfFlow(registry, wanted)]
    return [...ofFlow, ...ofTopics.filter((step) => step !== undefined)]
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error
    const detail = [error.message, error.hint].filter(Boolean).join(' ')
    const shown = wanted === undefined ? subjects : [wanted.subject]
    return shown.slice(0, 1).map((subject) => ({ subject, state: 'unknown', detail }))
  }
}

/** All plans have one turn together, so that they never keep values waiting for long. */
const setupCaller = 'setup'

/** A subject that the registry has for a topic, whatever the flow says. */
async function stepOfTopic(found: RegisteredSchema | undefined): Promise<SchemaStep | undefined> {
  if (found === undefined) return undefined
  const { subject, schemaType, version } = found
  const step = (state: SchemaStep['state'], detail: string): SchemaStep => ({ subject, state, detail })
  if (schemaType !== 'JSON') {
    const why = `consumers that use it expect ${schemaType}, and walkerOS writes JSON as plain text`
    return step('differs', `Version ${version} is ${schemaType}: ${why}.`)
  }
  if (found.hasReferences) return step('unknown', `Version ${version} refers to other schemas, so it is not checked.`)
  const verdict = await checkSchema(setupCaller, found.schema)
  if (verdict.kind === 'unusable') return step('unknown', `Version ${version} is a JSON Schema that cannot be used.`)
  if (verdict.kind === 'given-up') {
    return step('unknown', `Version ${version} ${verdict.reason}, so no value can be compared with it.`)
  }
  return step('ok', `Values are compared with version ${version} before they are produced.`)
}

async function stepOfFlow(registry: SchemaRegistry, wanted: WantedSchema): Promise<SchemaStep> {
  const { subject, schemaType, schema, compatibility } = wanted
  const step = (state: SchemaStep['state'], detail: string): SchemaStep => ({ subject, state, detail, wanted })
  const verdict = schemaType === 'JSON' ? await checkSchema(setupCaller, schema) : undefined
  if (verdict?.kind === 'unusable') {
    return step('incompatible', 'The schema of the flow is no JSON Schema that can be used.')
  }
  if (verdict?.kind === 'given-up') {
    return step('incompatible', `The schema of the flow ${verdict.reason}, so no value could be compared with it.`)
  }
  const found = await registry.latest(subject)
  if (found === undefined) return step('missing', 'The registry does not have it.')
  const isSame = found.schemaType === schemaType && normal(found.schema) === normal(schema)
  if (isSame) {
    const level = found.compatibility
    if (compatibility === undefined || compatibility === level) return step('ok', `It is version ${found.version}.`)
    return step('differs', `It is version ${found.version}; its compatibility is ${level} and not ${compatibility}.`)
  }
  for (const { version } of await registry.compared(subject)) {
    const { isCompatible, reasons } = await registry.isCompatible(wanted, version)
    if (isCompatible) continue
    const why = reasons.length === 0 ? '' : `: ${reasons.slice(0, 3).join(' ')}`
    return step('incompatible', `It may not follow version ${version}${why.replace(/\.?$/, '.')}`)
  }
  return step('differs', `Version ${found.version} is another one; this one may follow it.`)
}

/** The text of a schema without what does not matter in JSON. */
function normal(schema: string): string {
  try {
    return JSON.stringify(JSON.parse(schema))
  } catch {
    return schema
  }
}
