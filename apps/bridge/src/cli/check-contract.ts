import {
  type CheckedContract,
  type Compatibility,
  contractBreaks,
  modeOf,
  type PromisedSchema,
  promisedSchema,
  promisedVersion,
  uncheckedBy,
} from '@mapping-designer/mapping-engine'
import type { HeldPromise } from '../check/check-file.ts'
import type { Profile } from '../config/profile.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { readInput, UsageError } from './read-input.ts'

/** Holds a contract against the schemas in files; `forward` by default. Throws a UsageError for what holds no schema. */
export async function holdAgainstFile(
  contract: CheckedContract,
  path: string,
  compatibility: Compatibility | undefined,
): Promise<HeldPromise[]> {
  return [hold(contract, promisedSchema(path, await readInput(path)), compatibility)]
}

/**
 * Holds a contract against what the registry of a profile compares a new schema of the topic with, in the mode of the subject or in the one
 * that is named; nothing where it has none for the topic. Throws a UsageError for what cannot be compared.
 */
export async function holdAgainstRegistry(
  contract: CheckedContract,
  profile: Profile,
  compatibility?: Compatibility | undefined,
): Promise<HeldPromise[]> {
  if (profile.registry === undefined) throw new UsageError(`The profile ${profile.name} has no schemaRegistry.`)
  const subject = subjectOf(contract)
  const versions = await schemaRegistry(profile.registry).compared(subject, compatibility?.endsWith('-transitive'))
  const mode = compatibility ?? versions[0]?.compatibility
  const unchecked = uncheckedBy(mode, subject)
  if (unchecked !== undefined) return [{ sentence: unchecked, breaks: [] }]
  return versions.map((found) => hold(contract, promisedVersion(found), mode))
}

export const subjectOf = ({ topic }: Pick<CheckedContract, 'topic'>) => `${topic}-value`

function hold(
  contract: CheckedContract,
  promised: PromisedSchema | { fault: string },
  compatibility: string | undefined,
): HeldPromise {
  if ('fault' in promised) throw new UsageError(promised.fault)
  const mode = modeOf(compatibility)
  const sentence = `The contract of ${contract.topic} is ${mode} compatible with ${promised.name}.`
  return { sentence, breaks: contractBreaks(contract, promised, mode) }
}
