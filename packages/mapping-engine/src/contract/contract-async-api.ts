import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Contract, uniqueNames } from './contract-names.ts'
import type { TopicFacts } from './topic-facts.ts'

/**
 * The topics of a contract as an AsyncAPI 3 document: a channel, a message and an operation for each. Its payloads are AsyncAPI's
 * own schemas, which know all that a contract says. With the facts of the topics it names keys, headers and an example, marks
 * personal data as `x-personal-data`, and what needs one of several kinds of consent as `x-consent`.
 */
export function contractAsyncApi(contract: Contract, facts: Readonly<Record<string, TopicFacts>> = {}): string {
  const names = uniqueNames(Object.keys(contract), wordsOf)
  const each = (of: (topic: string, name: string) => [string, JsonObject]): JsonObject =>
    Object.fromEntries([...names].map(([topic, name]) => of(topic, name)))
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Records of walkerOS', version: '1.0.0' },
    defaultContentType: 'application/json',
    channels: each((topic, name) => [
      name,
      {
        address: topic,
        messages: { value: { $ref: `#/components/messages/${name}` } },
        bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
      },
    ]),
    operations: each((_topic, name) => [
      `send-${name}`,
      {
        action: 'send',
        channel: { $ref: `#/channels/${name}` },
        messages: [{ $ref: `#/channels/${name}/messages/value` }],
      },
    ]),
    components: {
      messages: each((topic, name) => {
        const { $schema: _, title: _title, ...payload } = contract[topic] ?? {}
        return [name, { name, title: `Value of the records of ${topic}`, ...messageOf(payload, facts[topic]) }]
      }),
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Names of channels are parts of references. */
const wordsOf = (topic: string) => topic.replaceAll(/[^\w-]+/g, '-')

function messageOf(payload: JsonObject, facts: TopicFacts | undefined): JsonObject {
  const kafka = (key: JsonObject) => ({ kafka: { key, bindingVersion: '0.5.0' } })
  if (facts === undefined)
    return {
      payload: withoutReferences(payload),
      bindings: kafka({ description: 'A text, or none.', type: ['string', 'null'] }),
    }
  const { key, headers, example, needs } = facts
  const { properties } = headers
  const headersWithMarks = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, schema]) => [
    name,
    { ...(isJsonObject(schema) && schema), ...marksOf(facts, `header ${name}`) },
  ])
  return {
    payload: withoutReferences(marked(payload, facts, '')),
    ...(headersWithMarks.length > 0 && {
      headers: withoutReferences({ type: 'object', properties: Object.fromEntries(headersWithMarks) }),
    }),
    ...(example !== undefined &&
      isPlainObject(example.payload) &&
      !holdsReference({ ...example }) && { examples: [{ ...example }] }),
    ...(needs.length > 0 && { 'x-consent': needs }),
    bindings: kafka({ ...key, ...marksOf(facts, 'key') }),
  }
}

const reference = '$ref'

/**
 * A schema in which a field with the name of a reference is one by its pattern: readers of AsyncAPI follow `$ref` wherever it
 * stands, also among the names of fields.
 */
function withoutReferences(schema: JsonObject): JsonObject {
  const { properties, items } = schema
  const inside = (one: JsonValue) => (isJsonObject(one) ? withoutReferences(one) : one)
  if (!isJsonObject(properties)) return { ...schema, ...(items !== undefined && { items: inside(items) }) }
  const { [reference]: named, ...others } = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, inside(one)]),
  )
  return {
    ...schema,
    properties: others,
    ...(named !== undefined && { patternProperties: { '^\\$ref$': named } }),
  }
}

/** Whether a part of an example would be followed as a reference. */
function holdsReference(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsReference)
  return isPlainObject(value) && (Object.hasOwn(value, reference) || Object.values(value).some(holdsReference))
}

function marksOf({ personal, consent }: TopicFacts, field: string): JsonObject {
  const [found, needed] = [personal.get(field), consent.get(field)]
  return {
    ...(found !== undefined && { 'x-personal-data': found.kind }),
    ...(needed !== undefined && { 'x-consent': needed }),
  }
}

/** A schema with the marks of what it describes. */
function marked(schema: JsonObject, facts: TopicFacts, path: string): JsonObject {
  const { properties, items } = schema
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  return {
    ...schema,
    ...marksOf(facts, path),
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, isJsonObject(one) ? marked(one, facts, at(name)) : one]),
      ),
    }),
    ...(isJsonObject(items) && { items: marked(items, facts, `${path}[]`) }),
  }
}

const isJsonObject = (value: JsonValue | undefined): value is JsonObject => isPlainObject(value)
