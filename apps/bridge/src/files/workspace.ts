import { createHash } from 'node:crypto'
import { mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileContent, FileRevision, WorkspaceFile } from '@mapping-designer/shared-types'
import { createQueue } from '../work/queue.ts'
import { isFlowText, maxFileBytes } from './flow-file.ts'
import { type FlowFile, flowFilesIn } from './flow-files.ts'
import { fileAtRevision, fileRevisions } from './git-revisions.ts'
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
  /** The newest commits of git that changed a file. */
  revisions(path: string): Promise<FileRevision[]>
  /** The text of a file as it was at a commit of git, named by a `revisionNameSchema`. */
  readRevision(path: string, revision: string): Promise<string>
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

  // One save after the other: the second one sees what the first wrote. The same for git, whatever many callers want of it.
  const saves = createQueue()
  const looks = createQueue()

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
    revisions: (path) => looks.run(async () => fileRevisions(placeOf((await files.open(path)).full, path))),
    readRevision: (path, revision) =>
      looks.run(async () => {
        const place = placeOf((await files.open(path)).full, path)
        const text = files.textOf(path, await fileAtRevision(place, revision, maxFileBytes))
        if (text !== undefined) return text
        throw new WorkspaceFailure('not-a-flow', `${path} was no flow file at ${revision}.`)
      }),
  }
}

const placeOf = (full: string, name: string) => ({ folder: dirname(full), file: basename(full), name })

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
