import { readConfigFile } from '../config/config-file.ts'
import { profileFromEnvironment } from '../config/environment.ts'
import type { Profile } from '../config/profile.ts'
import { fromCaller, UsageError } from './read-input.ts'

/** The profile that a command names, or the only one there is. */
export function chooseProfile({ config, profile: name }: { config?: string; profile?: string }): Profile {
  const ofVariables = profileFromEnvironment(process.env)
  const ofFile = config === undefined ? [] : readConfigFile(fromCaller(config), process.env).profiles
  const profiles = [...ofFile, ...(ofVariables ? [ofVariables] : [])]
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
