import { type Connection, fetchV12, type Reader, ResponseError, readKnownTaggedFields } from '@platformatic/kafka'

/** One partition of an answer, its batches as they came. */
export interface PackedPartition {
  partitionIndex: number
  abortedTransactions: { producerId: bigint; firstOffset: bigint }[]
  batches: Buffer
  /** Offset behind the last record whose transaction, if any, is over. */
  stableEnd: bigint
}

type FetchArguments = Parameters<typeof fetchV12.createRequest>

/**
 * The Fetch API of @platformatic/kafka, but without its reading of the batches: that unpacks all of an answer at once,
 * however much it comes to.
 */
export function fetchPacked(connection: Connection, ...args: FetchArguments): Promise<PackedPartition[]> {
  const { key, version } = fetchV12.api
  return new Promise((resolve, reject) => {
    connection.send(
      key,
      version,
      () => fetchV12.createRequest(...args),
      parse,
      true,
      true,
      (error, partitions) => {
        if (error) reject(error)
        else resolve(partitions ?? [])
      },
    )
  })
}

/** The fields of Fetch version 12 in their order. */
function parse(_correlationId: number, apiKey: number, apiVersion: number, reader: Reader): PackedPartition[] {
  const errors: Record<string, [number, string | null]> = {}
  const noteError = (place: string, code: number) => {
    if (code !== 0) errors[place] = [code, null]
  }
  reader.readInt32() // throttle time
  noteError('/', reader.readInt16())
  reader.readInt32() // session
  const topics = reader.readArray((ofTopic, topic) => {
    ofTopic.readString()
    return ofTopic.readArray(
      (one, place) => readPartition(one, (code) => noteError(`/responses/${topic}/partitions/${place}`, code)),
      true,
      false,
    )
  })
  readKnownTaggedFields(reader, {})
  if (Object.keys(errors).length > 0) throw new ResponseError(apiKey, apiVersion, errors, {})
  return topics.flat()
}

function readPartition(reader: Reader, noteError: (code: number) => void): PackedPartition {
  const partitionIndex = reader.readInt32()
  noteError(reader.readInt16())
  reader.readInt64() // high watermark
  const stableEnd = reader.readInt64()
  reader.readInt64() // start of the log
  const abortedTransactions = reader.readNullableArray((one) => ({
    producerId: one.readInt64(),
    firstOffset: one.readInt64(),
  }))
  reader.readInt32() // preferred replica
  const batches = reader.readNullableBytes()
  readKnownTaggedFields(reader, {})
  return {
    partitionIndex,
    stableEnd,
    abortedTransactions: abortedTransactions ?? [],
    batches: batches ?? Buffer.alloc(0),
  }
}
