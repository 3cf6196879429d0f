import { realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'

/**
 * Files and folders that a workspace never shows, though they may lie in it: the config of the bridge, what that names, and
 * what the bridge writes. They are looked up at each use, because a secret may be mounted again; a second name of such a
 * file (a hard link, another case or Unicode form) is the same file.
 */
export interface HiddenPaths {
  /** `full` is a real path, `file` its identity on the disk. */
  has(full: string, file: FileIdentity): boolean
}

interface FileIdentity {
  dev: bigint
  ino: bigint
}

export async function lookUpHidden(paths: readonly string[], root: string): Promise<HiddenPaths> {
  const found = await Promise.all([...new Set(paths)].map(lookUp))
  // A folder that holds the whole workspace was chosen by who started the bridge.
  const hidden = found.filter(({ real }) => root !== real && !root.startsWith(`${real}${sep}`))
  const identities = new Set(hidden.map(({ identity }) => identity))
  return {
    has: (full, file) =>
      identities.has(identityOf(file)) || hidden.some(({ real }) => full === real || full.startsWith(`${real}${sep}`)),
  }
}

async function lookUp(path: string): Promise<{ real: string; identity: string }> {
  try {
    const [real, file] = await Promise.all([realpath(path), stat(path, { bigint: true })])
    return { real, identity: identityOf(file) }
  } catch {
    return { real: path, identity: '' }
  }
}

function identityOf({ dev, ino }: FileIdentity): string {
  return `${dev}:${ino}`
}
