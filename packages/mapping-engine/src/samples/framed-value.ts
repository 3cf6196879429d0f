import type { Bytes } from '@mapping-designer/shared-types'

/** A value that a serializer of a schema registry wrote: a zero, the id of its schema, and the value in that schema's form. */
export interface FramedValue {
  schemaId: number
  /** What stands behind the frame where it is JSON; undefined for Avro and Protobuf. */
  json?: string
}

const frame = 5

/** Reads the frame of a stored value; undefined where it has none. */
export function readFrame(value: Bytes): FramedValue | undefined {
  if (value === null || !('text' in value ? value.text.startsWith('\0') : value.base64.startsWith('AA')))
    return undefined
  const bytes =
    'text' in value
      ? new TextEncoder().encode(value.text)
      : Uint8Array.from(atob(value.base64), (char) => char.charCodeAt(0))
  if (bytes.length <= frame || bytes[0] !== 0) return undefined
  const schemaId = bytes.subarray(1, frame).reduce((id, byte) => id * 256 + byte, 0)
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(frame))
    JSON.parse(json)
    return { schemaId, json }
  } catch {
    return { schemaId }
  }
}
