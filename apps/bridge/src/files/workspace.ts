import { createHash } from 'node:crypto'
import { access, constants, glob, lstat, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { readFlow } from '@mapping-designer/mapping-engine'
import type { FileContent, WorkspaceFile } from '@mapping-designer/shared-types'
import { replaceFile } from './replace-file.ts'

export type WorkspaceFailureCode =
  | 'outside'
  | 'file-missing'
  | 'file-changed'
  | 'file-too-large'
  | 'not-text'
  | 'read-only'
  | 'disk'

/** Why a file is not read or written, in one sentence; the hint says what to try. */
export class WorkspaceFailure extends Error {
  readonly code: WorkspaceFailureCode
  readonly hint: string | undefined
  constructor(code: WorkspaceFailureCode, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** The flow files that the designer may open and save, and nothing else on the disk. */
export interface Workspace {
  /** Differs from folder to folder, so that a draft knows whose file it is. */
  id: string
  list(): Promise<WorkspaceFile[]>
  read(path: string): Promise<FileContent>
  /** Replaces a file whose bytes are still those of `version`; the last version is kept as a backup. */
  save(path: string, text: string, version: string): Promise<{ version: string }>
}

/** 10 MiB: far beyond any flow file, and still what an editor can hold. */
export const maxFileBytes = 10 * 2 ** 20
const mostFiles = 500

/**
 * A workspace on one file or on the flow files of a folder. Links inside the folder and paths that lead out of it are refused.
 * Rejects for a path that does not exist.
 */
export async function openWorkspace(start: string, backups: string): Promise<Workspace> {
  const real = await realpath(start)
  const isFolder = (await stat(real)).isDirectory()
  const root = isFolder ? real : dirname(real)
  const only = isFolder ? null : basename(real)

  const resolve = async (path: string): Promise<string> => {
    const refused = new WorkspaceFailure('outside', `${path} is not a file of this workspace.`)
    if (path === '' || path.includes('\0') || isAbsolute(path) || (only !== null && path !== only)) throw refused
    const full = join(root, path)
    if (relative(root, full).split(sep)[0] === '..') throw refused
    const found = await lstat(full).catch(() => null)
    if (found === null) throw missing(path)
    if (!found.isFile() || (await realpath(full)) !== full) throw refused
    if (found.size > maxFileBytes) {
      throw new WorkspaceFailure(
        'file-too-large',
        `${path} has ${found.size} bytes; the designer opens up to ${maxFileBytes}.`,
      )
    }
    return full
  }

  const read = async (path: string): Promise<FileContent & { full: string }> => {
    const full = await resolve(path)
    const bytes = await readFile(full).catch(() => {
      throw missing(path)
    })
    return { path, full, text: asText(bytes, path), version: versionOf(bytes), isWritable: await isWritable(full) }
  }

  // One save after the other: the second one sees what the first wrote.
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = queue.then(run)
    queue = turn.catch(() => {})
    return turn
  }

  return {
    id: hash(real).slice(0, 16),
    async list() {
      if (only !== null) return [{ path: only, isWritable: await isWritable(join(root, only)) }]
      const files: WorkspaceFile[] = []
      for await (const path of glob('**/*.{json,jsonc}', { cwd: root, exclude: isPrivate })) {
        if (files.length >= mostFiles) break
        const found = await read(path).catch(() => null)
        if (found !== null && isFlow(found.text)) files.push({ path, isWritable: found.isWritable })
      }
      return files.sort((a, b) => a.path.localeCompare(b.path))
    },
    async read(path) {
      const { full: _full, ...content } = await read(path)
      return content
    },
    save: (path, text, version) =>
      inTurn(async () => {
        const before = await read(path)
        if (before.version !== version) {
          throw new WorkspaceFailure('file-changed', `${path} was changed on disk since it was opened.`)
        }
        if (!before.isWritable) throw readOnly(path)
        try {
          await backUp(backups, before.full, before.text)
          await replaceFile(before.full, text)
        } catch (error) {
          throw diskFailure(path, error as NodeJS.ErrnoException)
        }
        return { version: versionOf(Buffer.from(text)) }
      }),
  }
}

// Names as glob hands them out: folders of packages and hidden ones hold no flow files of the user.
function isPrivate(name: string): boolean {
  const last = basename(name)
  return last === 'node_modules' || (last.startsWith('.') && last !== '.')
}

function isFlow(text: string): boolean {
  const reading = readFlow(text)
  return reading.isReadable || /"flows"\s*:/.test(text)
}

function versionOf(bytes: Buffer): string {
  return hash(bytes)
}

function hash(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

// A byte that is no UTF-8 would come back as another one.
function asText(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new WorkspaceFailure('not-text', `${path} is not UTF-8 text, so it cannot be edited without loss.`)
  }
}

function isWritable(full: string): Promise<boolean> {
  return access(full, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** Keeps the text that is about to be replaced, outside the folder of the user. */
async function backUp(backups: string, full: string, text: string): Promise<void> {
  await mkdir(backups, { recursive: true })
  const name = hash(full).slice(0, 16)
  await writeFile(join(backups, `${name}-${basename(full)}`), text)
}

function missing(path: string): WorkspaceFailure {
  return new WorkspaceFailure('file-missing', `${path} is no longer there.`, 'Download the flow to keep it.')
}

function readOnly(path: string): WorkspaceFailure {
  return new WorkspaceFailure(
    'read-only',
    `${path} may not be written.`,
    'Download the flow, or make the file writable.',
  )
}

function diskFailure(path: string, error: NodeJS.ErrnoException): WorkspaceFailure {
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return readOnly(path)
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message
  return new WorkspaceFailure('disk', `${path} could not be saved: ${reason}.`, 'Nothing is lost: download the flow.')
}
