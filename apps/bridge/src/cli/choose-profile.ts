import { resolve } from 'node:path'
import { type ConfigFile, readConfigFile } from '../config/config-file.ts'
import { profileFromEnvironment } from '../config/environment.ts'
import type { Profile } from '../config/profile.ts'
import { fromCaller, UsageError } from './read-input.ts'

/** The config file, and beside it the profile and the certificate of the KAFKA_* variables. */
export function readConfig(path: string | undefined): ConfigFile {
  const ofVariables = profileFromEnvironment(process.env)
  const ofFile = path === undefined ? { profiles: [], files: [] } : readConfigFile(fromCaller(path), process.env)
  const { KAFKA_TLS_CAFILEPATH: ca } = process.env
  return {
    ...ofFile,
    profiles: [...ofFile.profiles, ...(ofVariables ? [ofVariables] : [])],
    files: [...ofFile.files, ...(ca ? [resolve(ca)] : [])],
  }
}

/** The profile that a command names, or the only one there is. */
export function chooseProfile(options: { config?: string | undefined; profile?: string | undefined }): Profile {
  const { profiles } = readConfig(options.config)
  const { profile: name } = options
  const found = name === undefined && profiles.length === 1 ? profiles[0] : profiles.find((one) => one.name === name)
  if (found !== undefined) return found
  if (profiles.length === 0) throw new UsageError('Name a cluster: --config FILE, or KAFKA_BROKERS in the environment.')
  const names = profiles.map((one) => one.name).join(', ')
  throw new UsageError(
    name === undefined
      ? `Name one of the profiles with --profile: ${names}.`
      : `There is no profile ${name}; there is ${names}.`,
  )
}
