import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import { type DecodedValue, decodeValues } from './check-schema.ts'
import { RegistryFailure, type SchemaRegistry, UnusableSchema } from './schema-registry.ts'

/** Bytes before a framed value: a zero, and the id of its schema. */
const frame = 5

/**
 * The records with what their values say where a serializer framed them as Avro or Protobuf and there is a registry. What
 * cannot be read has a sentence. Throws a RegistryFailure where the registry does not answer.
 */
export async function decodeRecords(
  records: readonly BrowsedRecord[],
  registry: SchemaRegistry | undefined,
): Promise<BrowsedRecord[]> {
  if (registry === undefined) return [...records]
  const ids = records.map(({ value }) => schemaIdOf(value))
  const decoded = new Map<BrowsedRecord, DecodedValue>()
  for (const id of new Set(ids)) {
    if (id === undefined) continue
    const group = records.filter((_, index) => ids[index] === id)
    const values = await valuesOf(registry, id, group)
    for (const [index, record] of group.entries()) {
      const value = values[index]
      if (value !== undefined) decoded.set(record, value)
    }
  }
  return records.map((record) => {
    const value = decoded.get(record)
    return value === undefined ? record : { ...whole(record), decoded: value }
  })
}

/** A waiting record reads its parts on access, through getters that are not its own members. */
function whole(record: BrowsedRecord): BrowsedRecord {
  const { timestamp, key, value, headers, size } = record
  return { ...record, timestamp, key, value, headers, size }
}

/** The same where people look: a registry that does not answer is a sentence, and the records are there. */
export async function decodeForPeople(
  records: readonly BrowsedRecord[],
  registry: SchemaRegistry | undefined,
): Promise<BrowsedRecord[]> {
  try {
    return await decodeRecords(records, registry)
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error
    const fault = [error.message, error.hint].filter(Boolean).join(' ')
    return records.map((record) =>
      schemaIdOf(record.value) === undefined ? record : { ...record, decoded: { fault } },
    )
  }
}

/** The id of the schema of a framed value that is no JSON. */
function schemaIdOf(value: Bytes): number | undefined {
  const framed = readFrame(value)
  return framed?.json === undefined ? framed?.schemaId : undefined
}

async function valuesOf(
  registry: SchemaRegistry,
  id: number,
  group: readonly BrowsedRecord[],
): Promise<DecodedValue[]> {
  const schema = await registry.byId(id).catch((error: unknown) => {
    if (error instanceof UnusableSchema) return error
    throw error
  })
  if (schema instanceof UnusableSchema) return group.map(() => ({ fault: schema.message }))
  if (schema === undefined) return group.map(() => ({ fault: `The registry has no schema ${id}.` }))
  if (schema.schemaType === 'JSON')
    return group.map(() => ({ fault: `Schema ${id} is one of JSON, and the value is not JSON.` }))
  return decodeValues(
    schema,
    group.map(({ value }) => bytesOf(value).subarray(frame)),
  )
}

function bytesOf(value: Bytes): Buffer {
  if (value === null) return Buffer.of()
  return 'text' in value ? Buffer.from(value.text) : Buffer.from(value.base64, 'base64')
}
