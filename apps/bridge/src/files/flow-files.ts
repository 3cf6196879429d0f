import { type BigIntStats, constants } from 'node:fs'
import { access, lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkspaceFile } from '@mapping-designer/shared-types'
import { decodeText } from './decode-text.ts'
import { isFlowPath, isFlowText, isVisibleName, maxFileBytes, mayBeFlow } from './flow-file.ts'
import { type HiddenPaths, lookUpHidden } from './hidden-paths.ts'
import { missing, notText, outside, tooLarge } from './workspace-failure.ts'

/** A flow file as it is on the disk now. */
export interface FlowFile {
  full: string
  stats: BigIntStats
  bytes: Buffer
  text: string
  isWritable: boolean
}

/** The flow files of a folder, or the one that `only` names. What is one is decided here, and nowhere else. */
export interface FlowFiles {
  /** Rejects with a WorkspaceFailure for what is no flow file. */
  open(path: string): Promise<FlowFile>
  /** The text of bytes that a file had; undefined where they are no flow, and so would not be opened. */
  textOf(path: string, bytes: Buffer): string | undefined
  /** Those that `open` opens, at most 500. A file that did not change since it was last looked at is not read again. */
  list(): Promise<WorkspaceFile[]>
}

const maxFiles = 500

/** What is known of a path without opening the file. */
interface Candidate {
  full: string
  stats: BigIntStats
}

/**
 * A flow file has a path of `isFlowPath`, is no link, is none of the `hidden` paths, and holds the text of a flow. Only the
 * file that the bridge was started on may hold any text, so that it can become a flow.
 */
export function flowFilesIn(root: string, only: string | null, hidden: readonly string[]): FlowFiles {
  const candidate = async (path: string, hiddenPaths: HiddenPaths): Promise<Candidate> => {
    if (!isFlowPath(path) || (only !== null && path !== only)) throw outside(path)
    const full = join(root, path)
    const stats = await lstat(full, { bigint: true }).catch(() => null)
    if (stats === null) throw missing(path)
    if (!stats.isFile() || (await realpath(full)) !== full || hiddenPaths.has(full, stats)) throw outside(path)
    if (stats.size > maxFileBytes) throw tooLarge(path, Number(stats.size))
    return { full, stats }
  }

  const textOf = (path: string, bytes: Buffer): string | undefined => {
    if (path !== only && !mayBeFlow(bytes)) return undefined
    const text = asText(bytes, path)
    return path === only || isFlowText(text) ? text : undefined
  }

  const opened = async (path: string, { full, stats }: Candidate): Promise<FlowFile> => {
    const bytes = await readFile(full).catch(() => {
      throw missing(path)
    })
    const text = textOf(path, bytes)
    if (text === undefined) throw outside(path)
    return { full, stats, bytes, text, isWritable: await isWritable(full) }
  }

  const known = new Map<string, { stamp: string; isFlow: Promise<boolean> }>()
  const isFlow = (path: string, found: Candidate): Promise<boolean> => {
    const stamp = stampOf(found.stats)
    const before = known.get(path)
    if (before?.stamp === stamp) return before.isFlow
    const isFlow = opened(path, found).then(
      () => true,
      () => false,
    )
    known.set(path, { stamp, isFlow })
    return isFlow
  }

  let running: Promise<WorkspaceFile[]> | undefined
  const walk = async (): Promise<WorkspaceFile[]> => {
    const hiddenPaths = await lookUpHidden(hidden, root)
    const files: WorkspaceFile[] = []
    const visited = new Set<string>()
    for await (const path of only === null ? pathsBelow(root) : [only]) {
      if (files.length >= maxFiles) break
      visited.add(path)
      const found = await candidate(path, hiddenPaths).catch(() => null)
      if (found !== null && (await isFlow(path, found))) files.push({ path, isWritable: await isWritable(found.full) })
    }
    for (const path of known.keys()) if (!visited.has(path)) known.delete(path)
    return files.sort((a, b) => a.path.localeCompare(b.path))
  }

  return {
    textOf,
    open: async (path) => opened(path, await candidate(path, await lookUpHidden(hidden, root))),
    // Requests that come meanwhile share one walk, so that a large folder costs no more for many callers.
    list() {
      running ??= walk().finally(() => {
        running = undefined
      })
      return running
    },
  }
}

/** Paths below a folder that can be those of flow files, folder by folder; links are not followed. */
async function* pathsBelow(folder: string, prefix = ''): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    const path = `${prefix}${entry.name}`
    if (entry.isFile() && isFlowPath(path)) yield path
    else if (entry.isDirectory() && isVisibleName(entry.name)) yield* pathsBelow(join(folder, entry.name), `${path}/`)
  }
}

/** Changes with every write, also one that sets the time back. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join()
}

// A byte that is no UTF-8 would come back as another one.
function asText(bytes: Buffer, path: string): string {
  const decoded = decodeText(bytes)
  if ('text' in decoded) return decoded.text
  throw notText(path)
}

function isWritable(full: string): Promise<boolean> {
  return access(full, constants.W_OK).then(
    () => true,
    () => false,
  )
}
