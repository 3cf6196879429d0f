import { type Line, splitLines } from '@mapping-designer/mapping-engine'
import { kindOfBytes } from '@mapping-designer/shared-types'

/** Bytes that are read at once, unpacked. */
export const byteLimit = 50 * 1024 * 1024

/** The text of a file, or a sentence about why it has none. */
export type FileText = { text: string } | { fault: string }

/** Why a file cannot be read, in a sentence. */
export class FileFault extends Error {}

/** The text of a chosen or dropped file: UTF-8 or UTF-16, also packed by gzip. A byte of another encoding is named, not replaced. */
export async function readFileText(file: Blob): Promise<FileText> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  try {
    for await (const chunk of bytesOf(file)) {
      size += chunk.length
      // Only what gzip packed comes to more than the file.
      if (size > byteLimit && size > file.size)
        throw new FileFault('Unpacked, the file has more than 50 MB; take a part of it.')
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof FileFault) return { fault: error.message }
    throw error
  }
  return decode(new Uint8Array(await new Blob(chunks).arrayBuffer()))
}

/** The lines of a file of any size in UTF-8, also packed by gzip; `onRead` gets bytes as they are read. Throws a FileFault. */
export function readFileLines(file: Blob, onRead: (bytes: number) => void): AsyncGenerator<Line> {
  return splitLines(bytesOf(file, onRead), (bytes, line) => {
    const decoded = line === 1 && encodingOf(bytes) !== 'utf-8' ? { fault: utf16 } : decode(bytes, line)
    if ('text' in decoded) return decoded.text
    throw new FileFault(decoded.fault)
  })
}

const utf16 = 'This is UTF-16 text; save it as UTF-8.'

/** The bytes of a file, unpacked where gzip packed it. Throws a FileFault. */
async function* bytesOf(file: Blob, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const isPacked = first === 0x1f && second === 0x8b
  const stored = file.stream().pipeThrough(counted(onRead))
  const reader = (isPacked ? stored.pipeThrough(new DecompressionStream('gzip')) : stored).getReader()
  try {
    for (;;) {
      const { value } = await reader.read()
      if (value === undefined) return
      yield value
    }
  } catch (error) {
    if (!isPacked) throw new FileFault(`The file cannot be read: ${error instanceof Error ? error.message : error}`)
    throw new FileFault('The file was packed by gzip and cannot be unpacked; it may be cut off.')
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function counted(onRead?: (bytes: number) => void) {
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onRead?.(chunk.length)
      controller.enqueue(chunk)
    },
  })
}

/** `line` is the one that the bytes start at. */
function decode(bytes: Uint8Array<ArrayBuffer>, line = 1): FileText {
  const kind = line === 1 ? kindOfBytes(bytes) : undefined
  if (kind !== undefined) return { fault: kind }
  const encoding = line === 1 ? encodingOf(bytes) : 'utf-8'
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch {
    const isUtf8 = encoding === 'utf-8'
    const where = isUtf8 ? `Line ${line + goodLines(bytes)}` : 'The file'
    return { fault: `${where} is not ${isUtf8 ? 'UTF-8' : 'UTF-16'} text; save the file as UTF-8.` }
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
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
