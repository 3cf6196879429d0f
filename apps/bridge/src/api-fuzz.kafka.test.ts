import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { allRoutes, parametersOf, type Route } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { openWorkspace } from './files/workspace.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import { aBridge, asDesigner, testKey } from './testing.ts'

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}
const flow = JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: {} } } }, { topic: 'fuzz.none' })))

/** Values of a schema, and now and then something else where one stands. */
function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: odd })
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', '\u0000', '__proto__', 'constructor', '../..', -1, 1e308, 2 ** 53, [[[]]], { __proto__: null }),
)

function fitting(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, depth)))
  const [type] = [schema.type].flat()
  switch (type) {
    case 'object': {
      const known = Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valuesOf(inner, depth + 1)])
      const fixed = fc.record(Object.fromEntries(known), { requiredKeys: (schema.required ?? []) as never[] })
      if (typeof schema.additionalProperties !== 'object' || depth > 4) return fixed
      const others = fc.dictionary(fc.string(), valuesOf(schema.additionalProperties, depth + 1), { maxKeys: 3 })
      return fc.tuple(fixed, others).map(([one, other]) => ({ ...one, ...other }))
    }
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, depth + 1), { maxLength: 4 })
    case 'string':
      return fc.oneof(fc.string(), fc.constantFrom('test', 'nobody.made.me', '0', '{}', flow))
    case 'integer':
      return fc.oneof(fc.nat(20), fc.maxSafeInteger())
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return depth > 4 ? fc.constant(null) : fc.jsonValue({ maxDepth: 3 })
  }
}

let folder: string
let app: ReturnType<typeof aBridge>
const faults: object[] = []
const kafka = kafkaCluster({
  name: 'test',
  environment: 'local',
  brokers: [inject('kafka').brokers.plaintext],
  mayProduce: true,
  mayCreateTopics: false,
  topics: ['fuzz.*'],
})
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  writeFileSync(join(folder, 'flow.json'), '{"version":4,"flows":{}}')
  app = aBridge({
    kafka,
    // Nothing is created or deleted on the cluster that other tests use.
    profile: { mayCreateTopics: false, mayDeleteTopics: false, topics: ['fuzz.*'] },
    workspace: await openWorkspace(folder, join(folder, 'backups')),
    log: (fields) => 'err' in fields && faults.push(fields),
  })
})
afterAll(async () => {
  await kafka.close()
  rmSync(folder, { recursive: true })
})

const names: Record<string, string[]> = { profile: ['test'], path: ['flow.json'], key: [testKey], topic: ['fuzz.none'] }
const runs = Number(process.env['FUZZ_RUNS'] ?? 40)

/** A connection is tried for seconds, and streams do not end. */
const isEndless = (route: Route) => route.events !== undefined || route.path.endsWith('/test')

const schemaOf = (schema: Route['body']) => z.toJSONSchema(schema ?? z.any(), { io: 'input', unrepresentable: 'any' })

function requestsOf(route: Route) {
  const queries = Object.keys(route.query?.shape ?? {}).map((name) => [
    name,
    fc.oneof(fc.string(), fc.nat().map(String)),
  ])
  return fc.record({
    params: fc.record(
      Object.fromEntries(
        parametersOf(route).map(({ name }) => [
          name,
          fc.oneof(fc.constantFrom(...(names[name] ?? ['x'])), fc.string({ minLength: 1 })),
        ]),
      ),
    ),
    query: fc.record(Object.fromEntries(queries), { requiredKeys: [] }),
    body: route.body === undefined ? fc.constant(undefined) : valuesOf(schemaOf(route.body) as Schema),
  })
}

it.each(allRoutes.filter((route) => !isEndless(route)))(
  '$method $path answers whatever it is sent, and never with a fault of its own',
  async (route) => {
    await fc.assert(
      fc.asyncProperty(requestsOf(route), async ({ params, query, body }) => {
        const path = route.path.replace(/\{(\w+)\+?\}/g, (_, name) => encodeURIComponent(String(params[name])))
        const address = `${path}?${new URLSearchParams(query as Record<string, string>)}`
        const answer = await app.request(address, asDesigner({ method: route.method, body }))
        const text = await answer.text()
        expect({ address, status: answer.status, text, faults }).not.toMatchObject({ status: 500 })
        expect(faults).toEqual([])
        // A tap over its rate tells how many events it took.
        if (answer.status >= 400 && answer.status !== 429) {
          expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
        }
      }),
      { numRuns: runs },
    )
  },
  300_000,
)
