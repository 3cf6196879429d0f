import { randomBytes } from 'node:crypto'
import { open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Puts a text in the place of a file in one step: whoever reads it sees the old text or the new one, never half of it, and a
 * full disk leaves the old one. A link stays a link, and the mode of the file stays as it is. Rejects with the error of the
 * file system.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const mode = await stat(target).then(
    (one) => one.mode & 0o777,
    () => 0o644,
  )
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
}
