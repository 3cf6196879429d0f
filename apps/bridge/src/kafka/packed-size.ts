import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type PackedSize, recordBytes } from '@mapping-designer/mapping-engine'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'

/** By the numbers of the codecs, as kafkajs and the codecs of `registerCodecs` pack. */
const packers = [undefined, gzipSync, compressSync, compressFrameSync, zstdCompressSync]

/** Packs a record as it is packed when it is sent. Takes milliseconds for each MiB. */
export const packedSize: PackedSize = (record, compression) =>
  packers[compression]?.(Buffer.from(recordBytes(record).bytes)).length
