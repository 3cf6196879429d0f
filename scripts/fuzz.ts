// `pnpm fuzz --cases N [--seed S] [--walkeros X]`: the comparison with the published packages, for as long as you like.
import './check-node.js'
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { cacheOf } from '../apps/bridge/src/cli/installation.ts'
import { folderOf, installPackages, isInstalled } from '../apps/bridge/src/genuine/install-packages.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string' }, walkeros: { type: 'string' } },
})

/** Where the packages of a version are, fetched from npm if they are not there; null where they cannot be had. */
async function packagesOf(version: string): Promise<string | null> {
  const wanted = {
    core: version,
    packages: {
      '@walkeros/collector': version,
      '@walkeros/server-destination-kafka': 'latest',
      '@walkeros/transformer-validate': 'latest',
    },
  }
  const folder = folderOf(wanted, cacheOf(process.env))
  try {
    if (!isInstalled(folder)) await installPackages(wanted, folder)
    return folder
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    console.error(`not proven for ${version}: the package could not be had: ${cause}`)
    return null
  }
}

function fuzz(env: Record<string, string>): number {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit-alone', '--testTimeout', '0', 'differential'],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  )
  return status ?? 1
}

const { cases, seed, walkeros } = values
const folder = walkeros === undefined ? undefined : await packagesOf(walkeros)
const chosen = walkeros && folder ? { DIFFERENTIAL_WALKEROS: walkeros, DIFFERENTIAL_PACKAGES: folder } : {}
process.exitCode =
  folder === null ? 1 : fuzz({ DIFFERENTIAL_CASES: cases, ...(seed && { DIFFERENTIAL_SEED: seed }), ...chosen })
