import avro, { type Schema, type Type } from 'avsc'
import { exactNumber } from './exact-number.ts'
import type { WrittenSchema } from './written-schema.ts'

/** Reads values that an Avro schema wrote, as JSON texts; digits of longs and decimals stay. Throws for a schema that is none. */
export function avroDecoder({ schema, references }: WrittenSchema): (value: Buffer) => string {
  const registry: Record<string, Type> = { long: longs }
  const options = { registry, wrapUnions: 'auto' as const, logicalTypes: { decimal: Decimal } }
  // Those that others refer to come first.
  for (const one of references) avro.Type.forSchema(JSON.parse(one.schema), options)
  const type = avro.Type.forSchema(JSON.parse(schema) as Schema, options)
  return (value) => JSON.stringify(type.fromBuffer(value), plain)
}

const longs = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => Number(a - b),
})

/** A decimal is a whole number in bytes, and how many of its digits stand behind the point. */
class Decimal extends avro.types.LogicalType {
  readonly #scale: number
  constructor(schema: Schema, options: object) {
    super(schema, options)
    this.#scale = Number((schema as { scale?: number }).scale ?? 0)
  }
  override _fromValue(bytes: Buffer): unknown {
    const unscaled = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`))
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(this.#scale + 1, '0')
    const point = digits.length - this.#scale
    const fraction = this.#scale === 0 ? '' : `.${digits.slice(point)}`
    return exactNumber(`${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`)
  }
}

/** A value of a union stands for itself, bytes are base64, and numbers that JSON does not have are texts such as `NaN`. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value === 'bigint') return exactNumber(String(value))
  if (typeof value !== 'object' || value === null) return value
  if ('unwrap' in value && typeof value.unwrap === 'function') return value.unwrap()
  // Buffers have said what they are by now.
  if ('type' in value && value.type === 'Buffer' && 'data' in value)
    return Buffer.from(value.data as number[]).toString('base64')
  return value
}
