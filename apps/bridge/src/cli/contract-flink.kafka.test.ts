import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fetchOnce, jarFolder, jarsPom } from '@mapping-designer/local-kafka'
import { contractFlinkSql, contractOf } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contractsOfExamples } from './contracts-of-examples.ts'

const version = '2.1.0'
// Flink leaves out a part of Calcite that its parser loads.
const pom = jarsPom('flink-sql-parser', [
  `org.apache.flink:flink-sql-parser:${version}`,
  'org.apache.calcite:calcite-linq4j:1.34.0',
])

/** The tables that Flink's own parser finds in a text, each with the names of its columns; Maven fetches it once (21 MB). */
async function parsedByFlink(sql: string): Promise<string[][]> {
  const jars = await fetchOnce(join(dirname(jarFolder()), `flink-sql-parser-${version}`), pom, 'libs')
  const program = join(import.meta.dirname, 'ParseFlinkSql.java')
  const options = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')]
  const { status, stdout, stderr } = spawnSync('java', [...options, program], { input: sql, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  const decoded = (name: string) => Buffer.from(name, 'base64').toString()
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').map(decoded))
}

/** A name of a column is never empty and on one line. */
const isName = (name: string) => /^[^\r\n]+$/.test(name)

const message = (topic: string, value: unknown): Outcome => ({
  kind: 'message',
  record: { topic, key: 'k', headers: {}, timestamp: '1', value: JSON.stringify(value) },
  send: { acks: -1, compression: 0 },
  rule: null,
})

it('tables of Flink SQL are parsed by Flink with the columns of the contract, for all examples and any values', async () => {
  const examples = await contractsOfExamples('flink-sql')
  expect(examples.size).toBeGreaterThan(2)
  const name = fc.oneof(fc.constantFrom('a `b`', 'select', 'timestamp', "it's", 'ä'), fc.string({ unit: 'grapheme' }))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }))
  const record = fc.dictionary(name, value, { maxKeys: 5 }).map((fields) => ({ id: 1, ...fields }))
  const values = fc.sample(record, { numRuns: 100, seed: 4711 })
  const contract = contractOf(
    {},
    values.map((one, at) => message(`topic '${at}'`, one)),
  )
  const found = await parsedByFlink([...examples.values(), contractFlinkSql(contract)].join('\n'))
  const columns = found.map(([, ...names]) => names)
  expect(columns.slice(-values.length)).toEqual(
    Object.values(contract).map((schema) => Object.keys(Object(schema['properties'])).filter(isName)),
  )
  const tables = [...examples.values()].join('\n').matchAll(/^CREATE TABLE `(.+)`/gm)
  expect(found.slice(0, -values.length).map(([table]) => table)).toEqual([...tables].map(([, table]) => table))
})
