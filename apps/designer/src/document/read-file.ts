import { kindOfBytes } from '@mapping-designer/shared-types'

/** Bytes that are read at once, unpacked. */
export const byteLimit = 50 * 1024 * 1024

/** The text of a file, or a sentence about why it has none. */
export type FileText = { text: string } | { fault: string }

/** The text of a chosen or dropped file: UTF-8 or UTF-16, also packed by gzip. A byte of another encoding is named, not replaced. */
export async function readFileText(file: Blob): Promise<FileText> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (first === 0x1f && second === 0x8b) return unpack(file)
  return decode(new Uint8Array(await file.arrayBuffer()))
}

async function unpack(file: Blob): Promise<FileText> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  try {
    for (const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader(); ; ) {
      const { value } = await reader.read()
      if (value === undefined) break
      size += value.length
      if (size > byteLimit) {
        await reader.cancel()
        return { fault: 'Unpacked, the file has more than 50 MB; take a part of it.' }
      }
      chunks.push(value)
    }
  } catch {
    return { fault: 'The file was packed by gzip and cannot be unpacked; it may be cut off.' }
  }
  return decode(new Uint8Array(await new Blob(chunks).arrayBuffer()))
}

function decode(bytes: Uint8Array): FileText {
  const kind = kindOfBytes(bytes)
  if (kind !== undefined) return { fault: kind }
  const [first, second] = bytes
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  try {
    return { text: new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const line = utf16 === null ? `Line ${1 + goodLines(bytes)}` : 'The file'
    return { fault: `${line} is not ${utf16 === null ? 'UTF-8' : 'UTF-16'} text; save the file as UTF-8.` }
  }
}

/** How many lines come before the first one that is not UTF-8. */
function goodLines(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let count = 0, from = 0; ; count++) {
    const end = bytes.indexOf(0x0a, from)
    try {
      decoder.decode(bytes.subarray(from, end === -1 ? bytes.length : end))
    } catch {
      return count
    }
    if (end === -1) return count
    from = end + 1
  }
}
