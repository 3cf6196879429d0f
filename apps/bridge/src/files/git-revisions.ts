import { execFile } from 'node:child_process'
import type { FileRevision } from '@mapping-designer/shared-types'
import { tooLarge, WorkspaceFailure, type WorkspaceFailureCode } from './workspace-failure.ts'

/** A file as git finds it: from a folder, which may lie anywhere in a repository. */
export interface GitPlace {
  folder: string
  /** From the folder. */
  file: string
  /** What people call it. */
  name: string
}

/** How many commits are listed. */
const maxRevisions = 30
/** ms that git may take; a commit is found in a few. */
const patience = 10_000
const maxListed = 2 ** 20

/** The newest commits that changed a file. Rejects with a WorkspaceFailure. */
export async function fileRevisions({ folder, file, name }: GitPlace): Promise<FileRevision[]> {
  const log = ['log', '--no-show-signature', '--no-color', `--max-count=${maxRevisions}`, '--format=%h%x00%cI%x00%s']
  const { stdout, stderr, failure } = await git(folder, [...log, '--', `:(literal)./${file}`], maxListed)
  // A repository without any commit.
  if (failure !== undefined && /does not have any commits yet/.test(stderr)) return []
  if (failure !== undefined) throw failed(`${name} has no revisions`, stderr, failure)
  return stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [hash = '', date = '', subject = ''] = line.split('\0')
      return { hash, date, subject }
    })
}

/**
 * The bytes of a file as it was at a commit, named as git does. Rejects with a WorkspaceFailure, among others for a file of
 * more than `maxBytes`.
 */
export async function fileAtRevision(
  { folder, file, name }: GitPlace,
  revision: string,
  maxBytes: number,
): Promise<Buffer> {
  const what = `git has no ${name} at ${revision}`
  const commit = await git(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    1024,
  )
  if (commit.failure?.code === 1) {
    throw new WorkspaceFailure(
      'revision-missing',
      `${what}: there is no such revision.`,
      'Name a commit as git does: a branch, a tag, a hash or HEAD~1.',
    )
  }
  if (commit.failure !== undefined) throw failed(what, commit.stderr, commit.failure)
  const named = `${commit.stdout.toString().trim()}:./${file}`
  const found = await git(folder, ['cat-file', 'blob', named], maxBytes)
  if (found.failure === undefined) return found.stdout
  if (found.failure.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw tooLarge(`${name} at ${revision}`, maxBytes)
  if (/does not exist in|exists on disk, but not in|path '.*' does not exist/.test(found.stderr))
    throw new WorkspaceFailure('not-in-revision', `${what}: the file is not in that revision.`)
  throw failed(what, found.stderr, found.failure)
}

interface Answer {
  stdout: Buffer
  stderr: string
  failure: { code?: unknown; killed?: boolean; message: string } | undefined
}

/** Runs git without a shell, for as long and as much as is allowed; it asks for nothing, and speaks English. */
function git(folder: string, args: readonly string[], maxBuffer: number): Promise<Answer> {
  const env = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
  const bounds = { cwd: folder, env, encoding: 'buffer', maxBuffer, timeout: patience, killSignal: 'SIGKILL' } as const
  return new Promise((resolve) => {
    execFile('git', args, bounds, (error, stdout, stderr) =>
      resolve({ stdout, stderr: stderr.toString(), failure: error ?? undefined }),
    )
  })
}

function failed(what: string, stderr: string, { code, killed, message }: NonNullable<Answer['failure']>) {
  const because = (code: WorkspaceFailureCode, why: string, hint?: string) =>
    new WorkspaceFailure(code, `${what}: ${why}.`, hint)
  if (code === 'ENOENT') return because('no-git', 'git is not installed where the bridge runs', 'Install it.')
  if (killed) return because('git', `git did not answer within ${patience / 1_000} s`)
  if (/not a git repository/.test(stderr)) return because('no-repository', 'its folder is not a git repository')
  const [said = ''] = stderr.trim().split('\n')
  return because('git', (said || message).replace(/^fatal: /, ''))
}
