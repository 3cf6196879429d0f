import { type JsonObject, kafkaPackage } from '@mapping-designer/shared-types'
import { eventKeys } from '../event/complete-event.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'

/** A part of a flow file, in a whole one around it, and what was done in a sentence. */
export interface WrappedPart {
  flow: JsonObject
  message: string
}

/**
 * A flow file around a smaller part of one: flows without a version, what `startFlow` takes, destinations, a destination,
 * its config, Kafka settings, or a mapping. Undefined for anything else. walkerOS' own shapes come before a mapping, because its
 * entities may have any name.
 */
export function wrapInFlow(json: Record<string, unknown>): WrappedPart | undefined {
  for (const shape of shapes) {
    const found = shape(json as JsonObject)
    if (found !== undefined) return found
  }
  return undefined
}

/** Which of the shapes above a value has, the largest first; infinite where it has none. */
export function shapeRank(json: Record<string, unknown>): number {
  const rank = shapes.findIndex((shape) => shape(json as JsonObject) !== undefined)
  return rank === -1 ? Number.POSITIVE_INFINITY : rank
}

type Shape = (json: JsonObject) => WrappedPart | undefined

const flowsWithoutVersion: Shape = (json) => {
  if (json['version'] !== undefined || !isPlainObject(json['flows'])) return undefined
  return { flow: { version: 4, ...json }, message: 'The flows were put into a flow file of version 4.' }
}

/** What `startFlow` takes, or the inside of a flow: destinations beside sources, transformers and the state of the collector. */
const insideOfAFlow: Shape = ({ sources, transformers, stores, destinations, config, collector, ...state }) => {
  if (!isPlainObject(destinations)) return undefined
  const known = definedOnly({ sources, transformers, stores })
  const started = { ...(isPlainObject(collector) ? collector : {}), ...state } as JsonObject
  return {
    flow: aroundFlow({
      config: { platform: 'server', ...(isPlainObject(config) ? config : {}) } as JsonObject,
      ...(Object.keys(started).length > 0 && { collector: started }),
      ...known,
      destinations: Object.fromEntries(
        Object.entries(destinations as JsonObject).map(([name, step]) => [name, asStep(step)]),
      ) as JsonObject,
    }),
    message: 'The destinations were put into a new flow file.',
  }
}

/** `{"kafka": {"package": …}}`: destinations by name. */
const namedDestinations: Shape = (json) => {
  const steps = Object.values(json)
  const areSteps = steps.every((step) => isPlainObject(step) && ('package' in step || isKafkaStep(step)))
  return steps.length > 0 && areSteps ? insideOfAFlow({ destinations: json }) : undefined
}

const destination: Shape = (json) =>
  isKafkaStep(json) || json['package'] === kafkaPackage
    ? aroundStep(json, 'The destination was put into a new flow file.')
    : undefined

const config: Shape = (json) => {
  if (memberOf(json, 'settings', 'kafka') !== undefined) {
    return aroundStep(stepAround(json), 'The config was put into a new flow file.')
  }
  const { mapping } = json
  if (!isPlainObject(mapping) || 'settings' in json || 'package' in json) return undefined
  return aroundStep(
    stepAround({ ...newSettings, ...json }),
    'The config was put into a new flow file; choose brokers and topic.',
  )
}

/** `{"kafka": {"brokers": […], "topic": …}}` or the inside of it. */
const kafkaSettings: Shape = (json) => {
  const kafka = isPlainObject(json['kafka']) ? json['kafka'] : json
  if (!Array.isArray(kafka['brokers'])) return undefined
  const settings = { settings: { kafka: kafka as JsonObject } }
  return aroundStep(stepAround(settings), 'The settings were put into a new flow file.')
}

const mapping: Shape = (json) =>
  isMapping(json)
    ? aroundStep(
        stepAround({ ...newSettings, mapping: json }),
        'The mapping was put into a new flow file; choose brokers and topic.',
      )
    : undefined

const shapes: readonly Shape[] = [
  flowsWithoutVersion,
  insideOfAFlow,
  destination,
  config,
  kafkaSettings,
  namedDestinations,
  mapping,
]

function isKafkaStep(step: unknown): boolean {
  return memberOf(step, 'config', 'settings', 'kafka') !== undefined
}

// An event, or the config of another destination.
const noEntities: readonly string[] = [...eventKeys, 'settings', 'mapping', 'package', 'config', 'version']

/** Entities whose actions are rules, or lists of them. */
function isMapping(json: JsonObject): boolean {
  const entities = Object.values(json)
  if (entities.length === 0 || Object.keys(json).some((key) => noEntities.includes(key))) return false
  return entities.every(
    (actions) =>
      isPlainObject(actions) &&
      Object.keys(actions).length > 0 &&
      Object.values(actions).every((rule) => isPlainObject(rule) || Array.isArray(rule)),
  )
}

const newSettings: JsonObject = { settings: { kafka: { brokers: ['localhost:9092'], topic: 'walkeros-events' } } }

/** A Kafka destination around its config. */
function stepAround(config: JsonObject): JsonObject {
  return { package: kafkaPackage, env: { Kafka: "$code:require('kafkajs')" }, config }
}

/** A new Kafka destination without rules. */
export const newDestination: JsonObject = stepAround({ ...newSettings, mapping: {} })

function aroundStep(step: JsonObject, message: string): WrappedPart {
  const kafka = asStep(step) as JsonObject
  return { flow: aroundFlow({ config: { platform: 'server' }, destinations: { kafka } }), message }
}

function aroundFlow(flow: JsonObject): JsonObject {
  return { version: 4, flows: { default: flow } }
}

/** A step that is ours by its settings says so by its package; `code` names an import, which a flow file does not have. */
function asStep(step: JsonObject[string]): JsonObject[string] {
  if (!isPlainObject(step) || 'package' in step || !isKafkaStep(step)) return step
  const { code: _, ...rest } = step as JsonObject
  return { package: kafkaPackage, ...rest }
}

function definedOnly(parts: Record<string, JsonObject[string] | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(parts).filter((entry): entry is [string, JsonObject] => entry[1] !== undefined),
  )
}
