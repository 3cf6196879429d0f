const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])

/** Bytes that Snappy data announces, as Java's clients frame it or bare. Throws a RangeError for broken data. */
export function sizeOfSnappy(bytes: Buffer): number {
  if (!bytes.subarray(0, xerialHeader.length).equals(xerialHeader)) return announced(bytes, 0)
  let size = 0
  for (let at = 16; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    size += announced(bytes, at + 4)
    at += 4 + length
  }
  return size
}

/** A length of up to 32 bits, seven bits a byte, the lowest first. */
function announced(bytes: Buffer, from: number): number {
  let size = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes.readUInt8(from + index)
    size += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return size
  }
  throw new RangeError('The length has no end.')
}

const lz4Magic = 0x184d2204
/** A byte of an LZ4 block stands for that many at most. */
const maxLz4Ratio = 255

/** Bytes that LZ4 frames unpack to at most, by the sizes of their blocks. Throws a RangeError for broken data. */
export function maxSizeOfLz4(bytes: Buffer): number {
  let size = 0
  for (let at = 0; at + 7 <= bytes.length && bytes.readUInt32LE(at) === lz4Magic; ) {
    const flags = bytes.readUInt8(at + 4)
    const has = (bit: number) => (flags & (1 << bit)) !== 0
    const maxBlock = 2 ** (8 + 2 * ((bytes.readUInt8(at + 5) >> 4) & 7))
    // The size of the content, where it is given, is what a reader may allocate.
    if (has(3)) size = Math.max(size, Number(bytes.readBigUInt64LE(at + 6)))
    at += 7 + (has(3) ? 8 : 0) + (has(0) ? 4 : 0)
    for (let block = bytes.readUInt32LE(at); block !== 0; block = bytes.readUInt32LE(at)) {
      const length = block & 0x7fffffff
      const isPacked = length === block
      size += isPacked ? Math.min(maxBlock, length * maxLz4Ratio) : length
      at += 4 + length + (has(4) ? 4 : 0)
    }
    at += 4 + (has(2) ? 4 : 0)
  }
  return size
}
