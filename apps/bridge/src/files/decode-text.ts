import { isUtf8 } from 'node:buffer'
import { kindOfBytes } from '@mapping-designer/shared-types'

/**
 * The text of bytes, with its byte order mark, or a sentence about why they are none: a byte that is not UTF-8 would silently
 * become another character. `line` is the one that the bytes start at.
 */
export function decodeText(bytes: Buffer, line = 1): { text: string } | { fault: string } {
  const kind = line === 1 ? kindOfBytes(bytes) : undefined
  if (kind !== undefined) return { fault: kind }
  if (line === 1 && isUtf16(bytes)) return { fault: 'This is UTF-16 text; save it as UTF-8.' }
  if (isUtf8(bytes)) return { text: bytes.toString() }
  return { fault: `Line ${line + goodLines(bytes)} is not UTF-8 text; save it as UTF-8.` }
}

// It begins with its byte order mark, or every other byte of its ASCII characters is zero.
function isUtf16([first, second]: Buffer): boolean {
  if (second === undefined) return false
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0)
}

/** How many lines come before the first one that is not UTF-8. */
function goodLines(bytes: Buffer): number {
  for (let count = 0, from = 0; ; count++) {
    const end = bytes.indexOf(0x0a, from)
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return count
    from = end + 1
  }
}
