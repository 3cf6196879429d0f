import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { parseEnv } from 'node:util'
import { createGunzip } from 'node:zlib'
import { type Line, splitLines } from '@mapping-designer/mapping-engine'
import { decodeText } from '../files/decode-text.ts'

/** What a person gave is not usable; the message is the whole answer. */
export class UsageError extends Error {}

/** A file as text, relative to where the person called; `-` is standard input. A byte order mark is left out. */
export async function readInput(path: string): Promise<string> {
  return (await readExactly(path)).replace(/^\uFEFF/, '')
}

/** The same with its byte order mark, for a text that is written back. */
export async function readExactly(path: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytesOf(path)) {
    size += chunk.length
    if (size > maxWhole)
      throw new UsageError(`${path} has more than 256 MB; a file of events is read in parts with --replay.`)
    chunks.push(chunk)
  }
  return decode(Buffer.concat(chunks), path, 1)
}

/** Bytes of a file that is read as one text, unpacked. */
const maxWhole = 256 * 2 ** 20

/** The lines of a file of any size, without their ends and without a byte order mark; `-` is standard input. */
export function readLines(path: string): AsyncGenerator<Line> {
  return linesOf(bytesOf(path), path)
}

/** The lines of bytes that come in pieces; `path` names them. */
export const linesOf = (chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Line> =>
  splitLines(chunks, (bytes, line) => decode(Buffer.from(bytes.buffer), path, line))

/** A `.env` file: NAME=value on each line. */
export async function readEnvFile(path: string): Promise<Record<string, string>> {
  const entries = Object.entries(parseEnv(await readInput(path)))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** pnpm runs scripts in the root of the project and keeps the caller's folder in INIT_CWD. */
export function fromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}

/** The bytes of a file; those of a file that gzip packed are unpacked. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const chunks = storedBytes(path)
  const { value: first, done } = await chunks.next()
  if (done) return
  const all = prepend(first, chunks)
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all
  const packed = Readable.from(all)
  // Each chunk goes through another thread, so that few large ones take half the time of many small ones.
  const unpacked = createGunzip({ chunkSize: 2 ** 18 })
  packed.once('error', (error) => unpacked.destroy(error))
  try {
    yield* packed.pipe(unpacked)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} is a gzip file that cannot be unpacked: ${(error as Error).message}.`)
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

async function* storedBytes(path: string): AsyncGenerator<Buffer, undefined> {
  if (path === '-') {
    yield* process.stdin
    return
  }
  try {
    yield* createReadStream(fromCaller(path))
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new UsageError(isMissing ? `${path} does not exist.` : `${path} cannot be read: ${String(error)}`)
  }
}

/** The text of bytes that start at a line; throws a UsageError where they are none. */
function decode(bytes: Buffer, path: string, line: number): string {
  const decoded = decodeText(bytes, line)
  if ('text' in decoded) return decoded.text
  throw new UsageError(`${path === '-' ? 'standard input' : path}: ${decoded.fault}`)
}
