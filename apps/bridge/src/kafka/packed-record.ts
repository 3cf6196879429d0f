import { BatchBroken } from './unpack-records.ts'

/** What a batch holds of a record. */
export interface RecordOfBatch {
  offsetDelta: number
  /** ms */
  timestampDelta: bigint
  key: Buffer | null
  value: Buffer | null
  /** The value with U+FFFD in place of what is not UTF-8. */
  valueText: string | null
  /** In their order, duplicates kept. */
  headers: (readonly [name: Buffer | null, value: Buffer | null])[]
  /** Bytes of key and value. */
  size: number
}

/** A record as it stands in the bytes of its batch: thousands wait to be mapped, and each is read when its turn has come. */
export class PackedRecord implements RecordOfBatch {
  readonly offsetDelta: number
  readonly #bytes: Buffer
  readonly #timeAt: number
  readonly #keyAt: number
  readonly #valueAt: number

  /** A record of message format 2 from behind its length on, up to its end. Throws BatchBroken. */
  constructor(bytes: Buffer, at: number, end: number) {
    this.#bytes = bytes
    // Behind a byte of attributes.
    this.#timeAt = at + 1
    const offset = varintAt(bytes, endOfVarint(bytes, this.#timeAt))
    this.offsetDelta = offset.value
    this.#keyAt = offset.end
    this.#valueAt = behindBytes(bytes, this.#keyAt)
    const headers = varintAt(bytes, behindBytes(bytes, this.#valueAt))
    if (headers.end > end || headers.value > end - headers.end) throw new BatchBroken('holds a record that has no end')
  }

  get timestampDelta(): bigint {
    const end = endOfVarint(this.#bytes, this.#timeAt)
    if (end - this.#timeAt <= 5) return BigInt(varintAt(this.#bytes, this.#timeAt).value)
    let raw = 0n
    for (let at = this.#timeAt, shift = 0n; ; at++, shift += 7n) {
      const byte = this.#bytes[at] ?? 0
      raw |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return (raw >> 1n) ^ -(raw & 1n)
    }
  }

  get key(): Buffer | null {
    return bytesAt(this.#bytes, this.#keyAt)
  }

  get value(): Buffer | null {
    return bytesAt(this.#bytes, this.#valueAt)
  }

  get valueText(): string | null {
    const { value, end } = varintAt(this.#bytes, this.#valueAt)
    return value < 0 ? null : this.#bytes.toString('utf8', end, end + value)
  }

  get headers(): RecordOfBatch['headers'] {
    const { value: count, end } = varintAt(this.#bytes, behindBytes(this.#bytes, this.#valueAt))
    if (count <= 0) return none
    let at = end
    const next = () => {
      const found = bytesAt(this.#bytes, at)
      at = behindBytes(this.#bytes, at)
      return found
    }
    return Array.from({ length: count }, () => [next(), next()] as const)
  }

  get size(): number {
    return (
      Math.max(0, varintAt(this.#bytes, this.#keyAt).value) + Math.max(0, varintAt(this.#bytes, this.#valueAt).value)
    )
  }
}

const none: RecordOfBatch['headers'] = []

/** Where a record stands in its batch; the record begins at a byte. */
export function offsetAt(bytes: Buffer, at: number): number {
  return varintAt(bytes, endOfVarint(bytes, at + 1)).value
}

/** Bytes with their length before them; -1 stands for null. */
function bytesAt(bytes: Buffer, at: number): Buffer | null {
  const { value, end } = varintAt(bytes, at)
  return value < 0 ? null : bytes.subarray(end, end + value)
}

function behindBytes(bytes: Buffer, at: number): number {
  const { value, end } = varintAt(bytes, at)
  return end + Math.max(0, value)
}

/** A zigzag number of up to 32 bits, and where it ends. */
export function varintAt(bytes: Buffer, from: number): { value: number; end: number } {
  const first = bytes[from] ?? 0
  if (first < 0x80) return { value: (first >> 1) ^ -(first & 1), end: from + 1 }
  let raw = first & 0x7f
  for (let index = 1, unit = 0x80; index < 5; index++, unit *= 0x80) {
    const byte = bytes[from + index] ?? 0
    raw += (byte & 0x7f) * unit
    if (byte < 0x80) return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, end: from + index + 1 }
  }
  throw new BatchBroken('holds a number that has no end')
}

function endOfVarint(bytes: Buffer, from: number): number {
  let at = from
  while ((bytes[at] ?? 0) >= 0x80) at++
  return at + 1
}
