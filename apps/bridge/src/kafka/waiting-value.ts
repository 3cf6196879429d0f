import type { KafkaRecord } from '@mapping-designer/shared-types'

/** Bytes that stand among others. */
export interface Span {
  bytes: Buffer
  start: number
  end: number
}

/** A record whose value waits for its batch as bytes. */
export type EncodedRecord = Omit<KafkaRecord, 'value'> & { value: Span }

/** Large enough that a hundred usual values share one buffer. */
const chunkSize = 2 ** 18

/**
 * Turns the values of records into bytes as soon as they are mapped. Thousands of them wait for a transaction: a text would keep the
 * texts that it was made of, and the garbage collector would copy them all, twice.
 */
export function valueKeeper(): (record: KafkaRecord) => EncodedRecord {
  let bytes = Buffer.alloc(0)
  let end = 0
  const spanOf = (text: string): Span => {
    const most = text.length * 3
    if (most > chunkSize / 8) {
      const own = Buffer.from(text)
      return { bytes: own, start: 0, end: own.length }
    }
    if (most > bytes.length - end) {
      bytes = Buffer.allocUnsafeSlow(chunkSize)
      end = 0
    }
    const start = end
    end += bytes.write(text, start)
    return { bytes, start, end }
  }
  return ({ topic, key, value, headers, timestamp }) => ({ topic, key, value: spanOf(value), headers, timestamp })
}
