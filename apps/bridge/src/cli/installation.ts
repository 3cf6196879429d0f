import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where this program lies and keeps its data. */
export interface Installation {
  version: string
  /** Folder of the built designer. */
  assets: string
  /** Folder for what the bridge keeps: the log of the local Kafka, backups, audit, answers. */
  home: string
}

/** `main` is the URL of the main module: a source file in the repository, a bundle beside the designer in the package. */
export function installationOf(main: string): Installation {
  const isPackage = !main.endsWith('.ts')
  const at = (path: string) => fileURLToPath(new URL(path, main))
  const { version } = JSON.parse(readFileSync(at('../package.json'), 'utf8')) as { version: string }
  return {
    version,
    assets: at(isPackage ? '../designer/' : '../../designer/dist/'),
    home: homeOf(isPackage ? undefined : at('../../../'), process.env),
  }
}

/** `.data` of a checkout; where programs of this user keep their data for a package, or a checkout that is read only. */
export function homeOf(checkout: string | undefined, variables: Record<string, string | undefined>): string {
  const inCheckout = checkout === undefined ? undefined : join(checkout, '.data')
  if (checkout !== undefined && inCheckout !== undefined && canWrite(existsSync(inCheckout) ? inCheckout : checkout))
    return inCheckout
  const ofUser = variables['XDG_DATA_HOME'] ?? variables['LOCALAPPDATA'] ?? join(homedir(), '.local', 'share')
  return join(ofUser, 'kafka-mapping-designer')
}

/** Folder of this user for what can be made again. */
export function cacheOf(variables: Record<string, string | undefined>): string {
  return join(variables['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kafka-mapping-designer')
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
