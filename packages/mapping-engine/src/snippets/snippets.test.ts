import { expect, it } from 'vitest'
import { aConfig, anEvent } from '../testing/builders.ts'
import { esmSnippet, kafkajsSnippet } from './snippets.ts'

it('reads secrets from the environment instead of writing them out', () => {
  const facts = {
    config: aConfig(
      {},
      { sasl: { mechanism: 'plain', username: '$env.KAFKA_USER', password: '$secret.KAFKA_PASSWORD' } },
    ),
    collector: {},
    event: anEvent(),
    record: { topic: 'a', key: 'b', value: '{}', headers: {}, timestamp: '1' },
    send: { acks: -1, compression: 1 },
  }
  for (const snippet of [esmSnippet(facts), kafkajsSnippet(facts)]) {
    expect(snippet).toContain('"username": process.env["KAFKA_USER"]')
    expect(snippet).toContain('"password": process.env["KAFKA_PASSWORD"]')
  }
})
