import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createQueue } from '../work/queue.ts'

/** A file of lines that holds whole lines only, in the order in which they were given. */
export interface LineFile {
  /** Resolves when the text is in the file; rejects where it cannot be, and leaves the file as it was. */
  append(text: string): Promise<void>
  /** Puts a text in place of all that the file holds, at once or not at all. */
  replace(text: string): Promise<void>
}

/**
 * Appends to a file, making its folder where it is missing. A file that has grown beyond `maxBytes` is handed to
 * `makeRoom` before the next append, which takes it away or replaces it.
 */
export function lineFile(
  path: string,
  { maxBytes, makeRoom }: { maxBytes: number; makeRoom: (file: Pick<LineFile, 'replace'>) => Promise<void> },
): LineFile {
  const queue = createQueue()
  // What is left after room was made may be large itself; it is not made again for each line.
  let limit = maxBytes

  const replace = async (text: string) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.new`, text, { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
  let isWhole = false
  const appendNow = async (text: string) => {
    if (!isWhole) await withFile(path, cutTornLine)
    isWhole = true
    if ((await withFile(path, (file) => appendWhole(file, text))) <= limit) return
    await makeRoom({ replace })
    limit = Math.max(maxBytes, 2 * (await withFile(path, sizeOf)))
  }
  return {
    append: (text) => queue.run(() => appendNow(text)),
    replace: (text) => queue.run(() => replace(text)),
  }
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+', 0o600)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

const sizeOf = async (file: FileHandle) => (await file.stat()).size

/** Answers the bytes of the file. What was written of a text that does not fit is taken back. */
async function appendWhole(file: FileHandle, text: string): Promise<number> {
  const size = await sizeOf(file)
  try {
    await file.appendFile(text)
  } catch (error) {
    await file.truncate(size).catch(() => {})
    throw error
  }
  return size + Buffer.byteLength(text)
}

/** Takes away what a process wrote of a line in whose midst it was killed. */
async function cutTornLine(file: FileHandle): Promise<void> {
  let size = await sizeOf(file)
  const chunk = Buffer.alloc(2 ** 16)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length)
    const { bytesRead } = await file.read(chunk, 0, end - start, start)
    const newline = chunk.subarray(0, bytesRead).lastIndexOf(10)
    end = start
    size = newline === -1 ? start : start + newline + 1
    if (newline !== -1) break
  }
  if (size !== (await sizeOf(file))) await file.truncate(size)
}
