/**
 * Sixteen bytes as the base64url text that Kafka takes as a cluster id. The first bit is left out, so that the id never
 * starts with a dash, which Kafka's storage tool would read as an option.
 */
export function clusterIdOf(bytes: Uint8Array): string {
  const [first = 0, ...others] = bytes
  return Buffer.from([first & 0x7f, ...others]).toString('base64url')
}
