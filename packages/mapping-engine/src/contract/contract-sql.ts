import type { JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Contract, uniqueNames } from './contract-names.ts'

/** How a dialect writes types and a table. */
interface Dialect {
  text: string
  /** A field of an object, `inside` its type. */
  object: (members: readonly string[]) => string
  map: string
  table: (name: string, columns: readonly string[], topic: string) => string
}

/** A table of Flink SQL for each topic of a contract, over the Kafka connector. */
export function contractFlinkSql(contract: Contract): string {
  const note = '-- Set the brokers of each table.\n\n'
  return note + tablesOf(contract, flink)
}

/** A stream of ksqlDB for each topic of a contract. */
export function contractKsqlDb(contract: Contract): string {
  return tablesOf(contract, ksqlDb)
}

const flink: Dialect = {
  text: 'STRING',
  object: (members) => `ROW<${members.join(', ')}>`,
  map: 'MAP<STRING, STRING>',
  table: (name, columns, topic) =>
    `CREATE TABLE ${quoted(name)} (\n${columns.join(',\n')}\n) WITH (\n  'connector' = 'kafka',\n  'topic' = ${literal(topic)},\n  'properties.bootstrap.servers' = 'localhost:9092',\n  'scan.startup.mode' = 'earliest-offset',\n  'format' = 'json'\n);\n`,
}

const ksqlDb: Dialect = {
  text: 'VARCHAR',
  object: (members) => `STRUCT<${members.join(', ')}>`,
  map: 'MAP<VARCHAR, VARCHAR>',
  table: (name, columns, topic) =>
    `CREATE STREAM ${quoted(name)} (\n${columns.join(',\n')}\n) WITH (\n  KAFKA_TOPIC = ${literal(topic)},\n  VALUE_FORMAT = 'JSON'\n);\n`,
}

function tablesOf(contract: Contract, dialect: Dialect): string {
  const names = uniqueNames(Object.keys(contract), (topic) => topic.replaceAll(/\W+/g, '_'))
  return [...names]
    .map(([topic, name]) => {
      const columns = membersOf(contract[topic]).map(([member, schema]) => `  ${column(member, schema, dialect)}`)
      const leftOut = leftOutOf(contract[topic]).map(
        (member) => `-- ${JSON.stringify(member)} is no name of a column.\n`,
      )
      if (columns.length > 0) return leftOut.join('') + dialect.table(name, columns, topic)
      return `-- ${JSON.stringify(topic)} has no table, because its values are no objects with members.\n`
    })
    .join('\n')
}

const column = (name: string, schema: JsonValue, dialect: Dialect) => `${quoted(name)} ${typeOf(schema, dialect)}`

/** What has several types is a text: both dialects write other JSON as text where they expect one. */
function typeOf(schema: JsonValue | undefined, dialect: Dialect): string {
  if (!isPlainObject(schema)) return dialect.text
  const types = [schema['type']].flat().filter((type) => type !== 'null')
  switch (types.length === 1 ? types[0] : undefined) {
    case 'number':
      return 'DOUBLE'
    case 'boolean':
      return 'BOOLEAN'
    case 'array':
      return `ARRAY<${typeOf(schema['items'], dialect)}>`
    case 'object': {
      const members = membersOf(schema)
      return members.length === 0
        ? dialect.map
        : dialect.object(members.map(([name, one]) => column(name, one, dialect)))
    }
    default:
      return dialect.text
  }
}

function membersOf(schema: JsonValue | undefined): [string, JsonValue][] {
  const members = isPlainObject(schema) ? schema['properties'] : undefined
  return isPlainObject(members) ? Object.entries(members).filter(([name]) => isName(name)) : []
}

/** Neither dialect has a name that is empty or goes over a line. */
const isName = (name: string) => /^[^\r\n]+$/.test(name)

/** The names of members, at any depth, that are no names of columns. */
function leftOutOf(schema: JsonValue | undefined): string[] {
  if (!isPlainObject(schema)) return []
  const { properties, items } = schema
  const members = isPlainObject(properties) ? Object.entries(properties) : []
  return [...members.flatMap(([name, member]) => (isName(name) ? leftOutOf(member) : [name])), ...leftOutOf(items)]
}

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
