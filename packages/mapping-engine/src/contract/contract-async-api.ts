import type { JsonObject } from '@mapping-designer/shared-types'
import { type Contract, uniqueNames } from './contract-names.ts'

/**
 * The topics of a contract as an AsyncAPI 3 document: a channel, a message and an operation for each. Its payloads are AsyncAPI's
 * own schemas, which know all that a contract says.
 */
export function contractAsyncApi(contract: Contract): string {
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
        const key = { description: 'A text, or none.', type: ['string', 'null'] }
        return [
          name,
          {
            name,
            title: `Value of the records of ${topic}`,
            payload,
            bindings: { kafka: { key, bindingVersion: '0.5.0' } },
          },
        ]
      }),
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Names of channels are parts of references. */
const wordsOf = (topic: string) => topic.replaceAll(/[^\w-]+/g, '-')
