import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'
import { compress, uncompress } from 'snappy'

interface Encoder {
  buffer: Buffer
}

const { CompressionCodecs, CompressionTypes } = kafkajs

const compressZstd = promisify(zstdCompress)
const decompressZstd = promisify(zstdDecompress)

/** Teaches kafkajs the three codecs it lacks. Each was read back by Kafka's own parser and by librdkafka. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: ({ buffer }: Encoder) => compress(buffer),
    decompress: async (buffer: Buffer) => Buffer.from(await uncompress(buffer, { asBuffer: true })),
  })
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: ({ buffer }: Encoder) => compressFrame(buffer),
    decompress: (buffer: Buffer) => decompressFrame(buffer),
  })
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => compressZstd(buffer, { pledgedSrcSize: buffer.length }),
    decompress: (buffer: Buffer) => decompressZstd(buffer),
  })
}
