/** What is taken for the partitions of a topic that no cluster tells, and given to a new one. */
export const assumedPartitions = 3

const encoder = new TextEncoder()

/** MurmurHash2 as Kafka's Java client computes it, a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995
  let hash = 0x9747b28c ^ bytes.length
  const wholeBlocks = bytes.length & ~3
  for (let index = 0; index < wholeBlocks; index += 4) {
    let block = byte(bytes, index) | (byte(bytes, index + 1) << 8) | (byte(bytes, index + 2) << 16)
    block = Math.imul(block | (byte(bytes, index + 3) << 24), m)
    block = Math.imul(block ^ (block >>> 24), m)
    hash = Math.imul(hash, m) ^ block
  }
  const rest = bytes.length - wholeBlocks
  if (rest === 3) hash ^= byte(bytes, wholeBlocks + 2) << 16
  if (rest >= 2) hash ^= byte(bytes, wholeBlocks + 1) << 8
  if (rest >= 1) hash = Math.imul(hash ^ byte(bytes, wholeBlocks), m)
  hash = Math.imul(hash ^ (hash >>> 13), m)
  return hash ^ (hash >>> 15)
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

/**
 * The partition that kafkajs' default partitioner and the Java client give a key: murmur2 of its UTF-8 bytes.
 * The empty string is a key like any other. `partitions` counts all partitions of the topic.
 */
export function partitionForKey(key: string, partitions: number): number {
  return partitionForBytes(encoder.encode(key), partitions)
}

/** The same for the bytes of a key. */
export function partitionForBytes(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}
