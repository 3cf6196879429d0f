import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { aConfig, anEvent } from '../testing/builders.ts'
import {
  curlSnippet,
  esmSnippet,
  kafkajsSnippet,
  kcatRefusal,
  kcatSnippet,
  type SnippetInput,
  walkerosSnippet,
} from './snippets.ts'

it('reads secrets from the environment instead of writing them out', () => {
  const input = {
    config: aConfig(
      {},
      { sasl: { mechanism: 'plain', username: '$env.KAFKA_USER', password: '$secret.KAFKA_PASSWORD' } },
    ),
    collector: {},
    event: anEvent(),
    record: { topic: 'a', key: 'b', value: '{}', headers: {}, timestamp: '1' },
    send: { acks: -1, compression: 1 },
  }
  for (const snippet of [esmSnippet(input), kafkajsSnippet(input)]) {
    expect(snippet).toContain('"username": process.env["KAFKA_USER"]')
    expect(snippet).toContain('"password": process.env["KAFKA_PASSWORD"]')
  }
})

const input: SnippetInput = {
  config: aConfig({}, { brokers: ['a:1', 'b:2'], ssl: true }),
  collector: {},
  event: anEvent({ name: "it's here" }),
  record: {
    topic: 'orders',
    key: "it's",
    value: '{"a":1}',
    headers: { 'content-type': 'application/json', list: ['1', '2'] },
    timestamp: '1',
  },
  send: { acks: -1, compression: 1 },
}

it('writes a program with functions as functions, the state of the collector, and no prototype by name', () => {
  const config = JSON.parse(
    '{"mapping":{"order":{"complete":{"condition":"$code:(event) => event.data.id","data":[],"settings":{}}}},"data":{"__proto__":{"x":1}}}',
  )
  const program = esmSnippet({
    ...input,
    config,
    collector: { consent: { marketing: true }, user: {}, globals: { a: 1 } },
  })
  expect(program).toContain('"condition": (event) => event.data.id,')
  expect(program).toContain('"data": [],')
  expect(program).toContain('"settings": {},')
  expect(program).toContain('["__proto__"]: {')
  expect(program).toContain(
    '  consent: {\n    "marketing": true,\n  },\n  user: {},\n  globals: {\n    "a": 1,\n  },\n  destinations: {',
  )
  expect(esmSnippet({ ...input, config: undefined })).toContain('config: {},')
})

it('calls kafkajs with what the destination hands over', () => {
  expect(kafkajsSnippet(input)).toContain(
    '"clientId": "walkeros",\n  "brokers": [\n    "a:1",\n    "b:2",\n  ],\n  "ssl": true,\n}',
  )
  expect(kafkajsSnippet({ ...input, config: undefined })).toContain('"brokers": [],')
  expect(kafkajsSnippet(input)).toContain('"acks": -1')
})

it('calls kcat with every header of a list, and quotes for the shell', () => {
  const command = kcatSnippet(input)
  expect(command).toContain("-b 'a:1,b:2'")
  expect(command).toContain("'it'\\''s' '{\"a\":1}'")
  expect(command).toContain("-H 'content-type=application/json' -H 'list=1' -H 'list=2'")
  expect(kcatSnippet({ ...input, config: {} })).toContain("-b ''")
})

it('gives kcat TLS and login, with references as variables of the shell', () => {
  const kafka = (changes: JsonObject) =>
    kcatSnippet({ ...input, config: { settings: { kafka: { brokers: ['$env.BROKER'], ...changes } } } })
  expect(kafka({ ssl: true })).toContain(`-b "\${BROKER}" -t`)
  expect(kafka({ ssl: true })).toContain("-X security.protocol='SSL'")
  const login = kafka({ sasl: { mechanism: 'scram-sha-256', username: "$env.U:o'k", password: 'hidden' } })
  expect(login).toContain("security.protocol='SASL_PLAINTEXT' -X sasl.mechanisms='SCRAM-SHA-256'")
  expect(login).toContain(`sasl.username="\${U:-o'k}" -X sasl.password="\${KAFKA_SASL_PASSWORD}"`)
  expect(kafka({ ssl: { rejectUnauthorized: false } })).toContain("enable.ssl.certificate.verification='false'")
  expect(kcatRefusal(input.record, { settings: { kafka: { sasl: { mechanism: 'aws' } } } })).toContain('by aws')
})

it('calls walkerOS and the bridge with the event', () => {
  expect(walkerosSnippet(input)).toMatch(/push flow\.json -e '\{"name":"it'\\''s here"/)
  const request = {
    profile: 'local',
    flow: '{}',
    flowName: 'default',
    destination: 'kafka',
    event: input.event,
    now: 5,
  }
  const command = curlSnippet({ url: 'http://127.0.0.1:8080/api/produce', ...request })
  expect(command).toContain('-H "Authorization: Bearer $KAFKA_MAPPING_DESIGNER_TOKEN"')
  expect(command).toContain('"verify":true')
  expect(command).not.toContain('"event":')
})
