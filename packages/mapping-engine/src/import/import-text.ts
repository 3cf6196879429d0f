import { type JsonObject, type JsonValue, kafkaPackage } from '@mapping-designer/shared-types'
import { type ParseError, parse } from 'jsonc-parser'
import { eventKeys } from '../event/complete-event.ts'
import { setInFlow } from '../flow/edit-flow.ts'
import { readFlow } from '../flow/read-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import type { Imported } from './imported.ts'
import { upgradeFlow } from './upgrade-flow.ts'

/**
 * Reads whatever people keep walkerOS configs in: a flow file with comments or without, an older one, a destination step, its
 * config, a mapping, or the TypeScript or JavaScript source of one. Nothing is run.
 */
export async function importText(text: string): Promise<Imported> {
  if (text.length > mostCharacters) {
    const size = (text.length / 2 ** 20).toFixed(1)
    return {
      kind: 'refused',
      message: `The text has ${size} MB, and a flow file of more than 10 MB cannot be edited here.`,
    }
  }
  const reading = readFlow(text)
  if (reading.isReadable) {
    if (reading.destinations.length > 0) return { kind: 'flow', text }
    return offerDestination(text, reading.json)
  }
  const refused: Imported = { kind: 'refused', message: sentence(reading.error) }
  const errors: ParseError[] = []
  const json: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true })
  if (errors.length === 0) return importJson(json) ?? refused
  if (!looksLikeSource(text)) return refused
  const { parseSource, SourceProblem } = await import('./parse-source.ts')
  try {
    const value = parseSource(text)
    const again = await importText(JSON.stringify(value, null, 2))
    return again.kind === 'flow' ? { ...again, kind: 'wrapped', message: 'The source was taken over as JSON.' } : again
  } catch (error) {
    if (error instanceof SourceProblem) return { kind: 'refused', message: error.message }
    throw error
  }
}

const mostCharacters = 10 * 2 ** 20

function sentence({ message, hint }: { message: string; hint?: string }): string {
  return [message, hint].filter(Boolean).join(' ')
}

function looksLikeSource(text: string): boolean {
  return (
    /^\s*(?:import|export|const|let|var|module\.exports|\/\/|\/\*)/.test(text) ||
    /=>|[{,]\s*[A-Za-z_$][\w$]*\s*:/.test(text)
  )
}

function offerDestination(text: string, json: JsonValue): Imported {
  const { flows } = json as { flows: Record<string, { destinations?: JsonObject }> }
  const [flowName] = Object.keys(flows)
  const message = `The flow file has no Kafka destination: none has the package ${kafkaPackage}.`
  if (flowName === undefined) return { kind: 'refused', message: 'The flow file has no flow.' }
  const taken = Object.keys(flows[flowName]?.destinations ?? {})
  const name = taken.includes('kafka') ? 'kafkaEvents' : 'kafka'
  const added = setInFlow(text, ['flows', flowName, 'destinations', name], stepAround(configAround({})))
  return { kind: 'offer', text: added, message, label: 'Add a Kafka destination' }
}

function importJson(json: unknown): Imported | null {
  if (!isPlainObject(json)) return null
  if (typeof json['version'] === 'number' && json['version'] < 4 && isPlainObject(json['flows'])) {
    return upgradeFlow(json as JsonObject)
  }
  const config = json['config']
  if (isPlainObject(config) && isPlainObject(config['settings']) && 'kafka' in config['settings']) {
    return wrapped(json as JsonObject, 'The destination was put into a new flow file.')
  }
  if (isPlainObject(json['settings']) && 'kafka' in json['settings']) {
    return wrapped(stepAround(json as JsonObject), 'The config was put into a new flow file.')
  }
  if (isMapping(json)) {
    return wrapped(
      stepAround(configAround(json as JsonObject)),
      'The mapping was put into a new flow file; choose brokers and topic.',
    )
  }
  return null
}

// An event, or the config of another destination.
const noEntities: readonly string[] = [...eventKeys, 'settings', 'mapping']

/** Entities whose actions are rules, or lists of them. */
function isMapping(json: Record<string, unknown>): boolean {
  const actions = Object.values(json)
  if (actions.length === 0 || Object.keys(json).some((key) => noEntities.includes(key))) return false
  return actions.every(
    (one) =>
      isPlainObject(one) &&
      Object.keys(one).length > 0 &&
      Object.values(one).every((rule) => isPlainObject(rule) || Array.isArray(rule)),
  )
}

function configAround(mapping: JsonObject): JsonObject {
  return { settings: { kafka: { brokers: ['localhost:9092'], topic: 'walkeros-events' } }, mapping }
}

function stepAround(config: JsonObject): JsonObject {
  return { package: kafkaPackage, env: { Kafka: "$code:require('kafkajs')" }, config }
}

function wrapped(step: JsonObject, message: string): Imported {
  const flow = {
    version: 4,
    flows: { default: { config: { platform: 'server' }, destinations: { kafka: { package: kafkaPackage, ...step } } } },
  }
  return { kind: 'wrapped', text: `${JSON.stringify(flow, null, 2)}\n`, message }
}
