import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { PinnedPackages } from '@mapping-designer/mapping-engine'

const run = promisify(execFile)
/** ms */
const patience = 180_000

type Wanted = Pick<PinnedPackages, 'packages' | 'core'>

/** The folder in the cache that holds these packages; it is there once they are installed. */
export function folderOf({ packages, core }: Wanted, cache: string): string {
  const names = Object.entries({ ...packages, '@walkeros/core': core }).map(([name, version]) => {
    return `${name.replace('@walkeros/', '')}-${version}`
  })
  return join(cache, 'walkeros', names.toSorted().join('_'))
}

export function isInstalled(folder: string): boolean {
  return existsSync(folder)
}

/** Installs packages from npm into a folder, without running their scripts. Rejects with npm's own words. */
export async function installPackages({ packages, core }: Wanted, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const work = await mkdtemp(join(dirname(folder), 'installing-'))
  const overrides = {
    '@walkeros/core': core,
    // Nothing that is run uses it, and the Kafka destination asks for versions of it that are nowhere.
    '@walkeros/server-core': `npm:@walkeros/core@${core}`,
  }
  try {
    await writeFile(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: packages, overrides }))
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--omit=optional'], {
      cwd: work,
      timeout: patience,
      maxBuffer: 2 ** 24,
    })
    // Renaming is atomic, so a folder of that name is always complete, even while another process installs the same.
    await rename(work, folder).catch((error: unknown) => {
      if (!isInstalled(folder)) throw error
    })
  } catch (error) {
    throw new Error(causeOf(error), { cause: error })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The first sentence that npm says about what went wrong. */
function causeOf(error: unknown): string {
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string }
  const said = stderr
    .split('\n')
    .flatMap((line) => /^npm (?:error|ERR!) (?:[a-zA-Z]+target |\d{3} )?(.+)/.exec(line)?.[1] ?? [])
  return said.find((line) => !line.startsWith('code ')) ?? message
}
