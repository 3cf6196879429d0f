import { createHash } from 'node:crypto'
import { mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileContent, WorkspaceFile } from '@mapping-designer/shared-types'
import { createQueue } from '../work/queue.ts'
import { isFlowText, maxFileBytes } from './flow-file.ts'
import { type FlowFile, flowFilesIn } from './flow-files.ts'
import { replaceFile } from './replace-file.ts'
import { diskFailure, notAFlow, readOnly, tooLarge, WorkspaceFailure } from './workspace-failure.ts'

/** The flow files that the designer may open and save, and nothing else on the disk. */
export interface Workspace {
  /** Differs from folder to folder, so that a draft knows whose file it is. */
  id: string
  list(): Promise<WorkspaceFile[]>
  read(path: string): Promise<FileContent>
  /** Replaces a file whose bytes are still those of `version`; the last version is kept as a backup. */
  save(path: string, text: string, version: string): Promise<{ version: string }>
}

/**
 * A workspace on one file or on the flow files of a folder, without the `hidden` files and folders. Rejects for a path that
 * does not exist, and for a file that cannot be a flow file.
 */
export async function openWorkspace(
  start: string,
  backups: string,
  hidden: readonly string[] = [],
): Promise<Workspace> {
  const real = await realpath(start)
  const isFolder = (await stat(real)).isDirectory()
  const only = isFolder ? null : basename(real)
  const files = flowFilesIn(isFolder ? real : dirname(real), only, [backups, ...hidden])
  if (only !== null) await files.open(only)

  // One save after the other: the second one sees what the first wrote.
  const saves = createQueue()

  return {
    id: hash(real).slice(0, 16),
    list: files.list,
    async read(path) {
      const { bytes, text, isWritable } = await files.open(path)
      return { path, text, version: hash(bytes), isWritable }
    },
    save: (path, text, version) =>
      saves.run(async () => {
        const before = await files.open(path)
        if (hash(before.bytes) !== version) {
          throw new WorkspaceFailure('file-changed', `${path} was changed on disk since it was opened.`)
        }
        if (!before.isWritable) throw readOnly(path)
        const bytes = Buffer.from(text)
        if (bytes.length > maxFileBytes) throw tooLarge(path, bytes.length)
        if (!isFlowText(text)) throw notAFlow(path)
        try {
          await replaceWithBackup(before, text, backups)
        } catch (error) {
          throw diskFailure(path, error as NodeJS.ErrnoException)
        }
        return { version: hash(bytes) }
      }),
  }
}

/**
 * Keeps the text that is replaced outside the folder of the user, with the mode of the file. The backup is named by a hash
 * of the path, which fits however long the name of the file is.
 */
async function replaceWithBackup(before: FlowFile, text: string, backups: string): Promise<void> {
  const mode = Number(before.stats.mode & 0o777n)
  await mkdir(backups, { recursive: true, mode: 0o700 })
  await replaceFile(join(backups, `${hash(before.full).slice(0, 16)}.json`), before.text, mode)
  await replaceFile(before.full, text, mode)
}

function hash(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
