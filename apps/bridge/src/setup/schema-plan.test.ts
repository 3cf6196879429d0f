import type { RegisteredSchema, WantedSchema } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { RegistryFailure, type SchemaRegistry } from '../registry/schema-registry.ts'
import { planSchemas } from './schema-plan.ts'

const wanted: WantedSchema = { subject: 'orders-value', schemaType: 'JSON', schema: '{"type":"object"}' }
const found = (changes: Partial<RegisteredSchema> = {}): RegisteredSchema => ({
  subject: 'orders-value',
  version: 2,
  id: 1,
  schemaType: 'JSON',
  schema: '{ "type": "object" }',
  hasReferences: false,
  compatibility: 'BACKWARD',
  ...changes,
})
const registryWith = (
  registered: RegisteredSchema | undefined | Error,
  compatible = { isCompatible: true, reasons: [] as string[] },
) =>
  ({
    latest: async () => {
      if (registered instanceof Error) throw registered
      return registered
    },
    compared: async () => [registered],
    isCompatible: async () => compatible,
  }) as unknown as SchemaRegistry

it.each<{
  fact: string
  registry: SchemaRegistry | undefined
  topics?: string[]
  flow?: WantedSchema
  steps: { state: string; detail: string | RegExp }[]
}>([
  { fact: 'nothing anywhere', registry: undefined, steps: [] },
  {
    fact: 'a schema and no registry',
    registry: undefined,
    flow: wanted,
    steps: [{ state: 'no-registry', detail: /names no schema registry/ }],
  },
  { fact: 'a topic without a schema', registry: registryWith(undefined), topics: ['orders'], steps: [] },
  {
    fact: 'a topic with a schema',
    registry: registryWith(found()),
    topics: ['orders'],
    steps: [{ state: 'ok', detail: 'Values are compared with version 2 before they are produced.' }],
  },
  {
    fact: 'a topic whose consumers expect something else',
    registry: registryWith(found({ schemaType: 'AVRO' })),
    topics: ['orders'],
    steps: [{ state: 'differs', detail: /^Version 2 is AVRO: consumers that use it expect AVRO/ }],
  },
  {
    fact: 'a schema of several parts',
    registry: registryWith(found({ hasReferences: true })),
    topics: ['orders'],
    steps: [{ state: 'unknown', detail: /refers to other schemas/ }],
  },
  {
    fact: 'a registered schema that is none',
    registry: registryWith(found({ schema: 'none' })),
    topics: ['orders'],
    steps: [{ state: 'unknown', detail: /cannot be used\.$/ }],
  },
  {
    fact: 'a schema of the flow that is none',
    registry: registryWith(undefined),
    flow: { ...wanted, schema: 'none' },
    steps: [{ state: 'incompatible', detail: /no JSON Schema that can be used/ }],
  },
  {
    fact: 'a schema that is not registered',
    registry: registryWith(undefined),
    flow: wanted,
    steps: [{ state: 'missing', detail: 'The registry does not have it.' }],
  },
  {
    fact: 'the same schema, written otherwise',
    registry: registryWith(found()),
    flow: wanted,
    topics: ['orders'],
    steps: [{ state: 'ok', detail: 'It is version 2.' }],
  },
  {
    fact: 'another compatibility',
    registry: registryWith(found()),
    flow: { ...wanted, compatibility: 'FULL' },
    steps: [{ state: 'differs', detail: 'It is version 2; its compatibility is BACKWARD and not FULL.' }],
  },
  {
    fact: 'a schema that may follow',
    registry: registryWith(found({ schema: '{}' })),
    flow: wanted,
    steps: [{ state: 'differs', detail: 'Version 2 is another one; this one may follow it.' }],
  },
  {
    fact: 'a schema that may not follow',
    registry: registryWith(found({ schema: '{}' }), { isCompatible: false, reasons: ['a', 'b', 'c', 'd'] }),
    flow: wanted,
    steps: [{ state: 'incompatible', detail: 'It may not follow version 2: a b c.' }],
  },
  {
    fact: 'a schema that may not follow, and nobody says why',
    registry: registryWith(found({ schema: 'text' }), { isCompatible: false, reasons: [] }),
    flow: { ...wanted, schemaType: 'AVRO', schema: 'other text' },
    steps: [{ state: 'incompatible', detail: 'It may not follow version 2.' }],
  },
  {
    fact: 'a registry that does not answer',
    registry: registryWith(new RegistryFailure('It is down.', { hint: 'Start it.' })),
    topics: ['orders'],
    steps: [{ state: 'unknown', detail: 'It is down. Start it.' }],
  },
])('plans schemas for $fact', async ({ registry, topics = [], flow, steps }) => {
  expect(await planSchemas(registry, topics, flow)).toMatchObject(
    steps.map(({ state, detail }) => ({
      subject: 'orders-value',
      state,
      detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
    })),
  )
})

it('does not hide a fault of ours', async () => {
  await expect(planSchemas(registryWith(new TypeError('ours')), ['orders'], undefined)).rejects.toThrow('ours')
})
