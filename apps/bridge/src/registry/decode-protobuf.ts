import protobuf from 'protobufjs'
import type { WrittenSchema } from './written-schema.ts'

/**
 * Reads values that a Protobuf schema wrote, as JSON texts in the form that Protobuf has for JSON: names in camel case, 64-bit
 * numbers, NaN and infinities as texts, bytes as base64. Before a message stand the indexes that lead to its type. Throws for a schema that is none.
 */
export function protobufDecoder({ schema, references }: WrittenSchema): (value: Buffer) => string {
  const root = new protobuf.Root()
  const { package: name, imports = [] } = protobuf.parse(schema, root)
  const types = messagesOf((name && root.lookup(name)) || root)
  const all = [imports, ...references.map((one) => protobuf.parse(one.schema, root).imports ?? [])].flat()
  for (const one of new Set(all)) {
    const known = protobuf.common.get(one)
    if (known?.nested) root.addJSON(known.nested)
  }
  root.resolveAll()
  return (value) => {
    const reader = protobuf.Reader.create(value)
    const type = typeAt(types, indexesOf(reader))
    const message = type.decode(value.subarray(reader.pos))
    return JSON.stringify(type.toObject(message, { longs: String, enums: String, bytes: String, json: true }))
  }
}

/** How deep messages may be defined inside each other. */
const maxIndexes = 32

/** One zero stands for the first message. */
function indexesOf(reader: protobuf.Reader): number[] {
  const count = reader.sint32()
  if (count === 0) return [0]
  if (count < 0 || count > maxIndexes) throw new Error('the frame names no message')
  return Array.from({ length: count }, () => reader.sint32())
}

function typeAt(types: readonly protobuf.Type[], [first = 0, ...rest]: readonly number[]): protobuf.Type {
  const type = types[first]
  if (type === undefined) throw new Error(`the schema has no message ${first}`)
  return rest.length === 0 ? type : typeAt(messagesOf(type), rest)
}

function messagesOf(namespace: protobuf.ReflectionObject): protobuf.Type[] {
  return namespace instanceof protobuf.Namespace
    ? namespace.nestedArray.filter((one): one is protobuf.Type => one instanceof protobuf.Type)
    : []
}
