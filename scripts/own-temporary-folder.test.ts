import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import ownTemporaryFolder from './own-temporary-folder.ts'

it('removes what this process and those it starts leave in the temporary folder', () => {
  const before = tmpdir()
  const remove = ownTemporaryFolder()
  const left = [
    mkdtempSync(join(tmpdir(), 'left-')),
    execFileSync(process.execPath, ['-p', "fs.mkdtempSync(path.join(os.tmpdir(), 'left-'))"], {
      encoding: 'utf8',
    }).trim(),
  ]
  for (const folder of left) writeFileSync(join(folder, 'file'), '')
  remove()
  expect(left.map((folder) => existsSync(folder))).toEqual([false, false])
  expect(tmpdir()).toBe(before)
})
