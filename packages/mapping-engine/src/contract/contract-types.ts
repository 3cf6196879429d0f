import type { JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Contract, uniqueNames } from './contract-names.ts'

/** TypeScript types of the values, one for each topic of a contract. */
export function contractTypes(contract: Contract): string {
  return [...uniqueNames(Object.keys(contract), nameFor)]
    .map(
      ([topic, name]) =>
        `/** Value of the records of ${JSON.stringify(topic)}. */\nexport type ${name} = ${typeOf(contract[topic], '')}\n`,
    )
    .join('\n')
}

function nameFor(topic: string): string {
  const words = topic.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `${words.join('').replace(/^(?=\d|$)/, 'Topic')}Value`
}

function typeOf(schema: JsonValue | undefined, indent: string): string {
  if (!isPlainObject(schema) || schema['type'] === undefined) return 'unknown'
  const types = [schema['type']].flat().map((type) => {
    if (type === 'object') return objectType(schema, indent)
    return type === 'array' ? `Array<${typeOf(schema['items'] as JsonValue | undefined, indent)}>` : String(type)
  })
  return types.join(' | ')
}

function objectType(schema: Record<string, unknown>, indent: string): string {
  const { properties, required } = schema
  const promised = Array.isArray(required) ? required : []
  const inner = `${indent}  `
  const members = Object.entries(isPlainObject(properties) ? properties : {}).map(([name, member]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `${inner}${key}${promised.includes(name) ? '' : '?'}: ${typeOf(member as JsonValue, inner)}\n`
  })
  return members.length === 0 ? 'Record<string, unknown>' : `{\n${members.join('')}${indent}}`
}
