import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import { compressionNames } from '@mapping-designer/shared-types'
import { compressionsAlgorithmsByBitmask } from '@platformatic/kafka'
import { maxSizeOfLz4, sizeOfSnappy } from './packed-sizes.ts'

/** Unpacked bytes of the records of one batch. Producers fill batches by their unpacked size, and few beyond 1 MiB. */
export const maxUnpacked = 32 * 2 ** 20

/** Thrown before a batch is unpacked, or as soon as it is known to be too large. */
export class BatchTooLarge extends Error {}

/** A batch whose records cannot be unpacked. */
export class BatchBroken extends Error {}

const gunzipped = promisify(gunzip)
const zstdUnpacked = promisify(zstdDecompress)

/** The records of a batch as bytes. `codec` is the one of its attributes. */
export async function unpackRecords(codec: number, bytes: Buffer): Promise<Buffer> {
  try {
    switch (compressionNames[codec]) {
      case 'none':
        return bytes
      case 'gzip':
        return await gunzipped(bytes, optionsFor(bytes))
      case 'zstd':
        return await zstdUnpacked(bytes, optionsFor(bytes))
      case 'snappy':
        return unpackedAtOnce(codec, bytes, sizeOfSnappy(bytes))
      case 'lz4':
        return unpackedAtOnce(codec, bytes, maxSizeOfLz4(bytes))
      default:
        throw new BatchBroken(`has the unknown codec ${codec}`)
    }
  } catch (error) {
    if (error instanceof BatchTooLarge || error instanceof BatchBroken) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new BatchTooLarge()
    throw new BatchBroken(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Zlib goes through its pool of threads once for each chunk of 16 KiB by default, which takes four fifths of the time of a full batch.
 * Batches of events come to about eight times their packed size; a small one shall not take a megabyte.
 */
function optionsFor({ length }: Buffer) {
  return { maxOutputLength: maxUnpacked, chunkSize: Math.min(2 ** 20, Math.max(2 ** 14, length * 8)) }
}

/** These have no limit of their own, so the size that they announce is looked at first. */
function unpackedAtOnce(codec: number, bytes: Buffer, size: number): Buffer {
  if (size > maxUnpacked) throw new BatchTooLarge()
  const algorithm = compressionsAlgorithmsByBitmask[codec]
  if (algorithm === undefined) throw new BatchBroken(`has the unknown codec ${codec}`)
  return algorithm.decompressSync(bytes)
}
