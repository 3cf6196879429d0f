import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a test, which removes it, and JSON files in it; each answers its path. */
export function temporaryFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  const file = (name: string, content: unknown) => {
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify(content))
    return path
  }
  return { folder, file }
}
