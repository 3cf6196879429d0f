// Our schemas as JSON Schema, for the code editor and for the forms.
import * as z from 'zod/mini'
import { destinationConfigSchema, kafkaSettingsSchema, setupSchema } from './destination-config.ts'
import { flowFileSchema, kafkaPackage } from './flow-file.ts'
import type { JsonValue } from './json.ts'
import { schemaDocs } from './schema-docs.ts'
import { eventSchema } from './walkeros-event.ts'

/** The parts of JSON Schema that our schemas come to. */
export interface JsonSchema {
  type?: string
  description?: string
  default?: JsonValue
  const?: JsonValue
  enum?: JsonValue[]
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: boolean | JsonSchema
  required?: string[]
  items?: JsonSchema | JsonSchema[]
  [keyword: string]: unknown
}

function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    metadata: schemaDocs,
    unrepresentable: 'any',
  }) as JsonSchema
}

/** `settings.kafka` of the destination. */
export function kafkaSettingsJsonSchema(): JsonSchema {
  return toJsonSchema(kafkaSettingsSchema)
}

/** `setup` of the destination. */
export function setupJsonSchema(): JsonSchema {
  return toJsonSchema(setupSchema)
}

/** An event as people paste it. */
export function eventJsonSchema(): JsonSchema {
  return toJsonSchema(eventSchema)
}

/** A flow file in which every Kafka destination is described, and nothing of the others. */
export function flowJsonSchema(): JsonSchema {
  const {
    definitions = {},
    $schema: _draft,
    ...config
  } = orReference(toJsonSchema(destinationConfigSchema)) as JsonSchema & { definitions?: Record<string, JsonSchema> }
  const flow = toJsonSchema(flowFileSchema)
  const destination = {
    if: { properties: { package: { const: kafkaPackage } }, required: ['package'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { config } },
  }
  return {
    ...flow,
    definitions,
    properties: {
      ...flow.properties,
      flows: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: { destinations: { type: 'object', additionalProperties: destination } },
        },
      },
    },
  }
}

const reference: JsonSchema = { type: 'string', pattern: '^\\$(env|var|secret|flow|contract|store)\\.' }

/** The same schema, where a reference may stand for every value that is no text. */
function orReference(schema: JsonSchema): JsonSchema {
  const inside = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === 'properties' || keyword === 'definitions'
        ? Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, withReference(one)]))
        : value,
    ]),
  )
  return inside as JsonSchema
}

function withReference(schema: JsonSchema): JsonSchema {
  const own = orReference(schema)
  if (own.type === 'string' && own.enum === undefined) return own
  const { description, default: standard, ...rest } = own
  return {
    ...(description !== undefined && { description }),
    ...(standard !== undefined && { default: standard }),
    anyOf: [rest, reference],
  }
}
