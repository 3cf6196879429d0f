import type { RegisteredSchema } from '@mapping-designer/shared-types'
import { checkSchema } from './check-schema.ts'

/** ms that an answer of the registry is used for; producing asks for each record. */
const keptFor = 10_000

/** Compares values with the JSON Schema of their topic. The subject is the one of the usual strategy, `TOPIC-value`. */
export function createValueCheck(latest: (subject: string) => Promise<RegisteredSchema | undefined>) {
  const answers = new Map<string, { since: number; found: Promise<RegisteredSchema | undefined> }>()

  const schemaOf = (subject: string) => {
    const known = answers.get(subject)
    if (known !== undefined && performance.now() - known.since < keptFor) return known.found
    const found = latest(subject)
    answers.set(subject, { since: performance.now(), found })
    found.catch(() => answers.delete(subject))
    return found
  }

  return async (topic: string, value: string): Promise<string | undefined> => {
    const registered = await schemaOf(`${topic}-value`)
    if (registered === undefined || registered.schemaType !== 'JSON' || registered.hasReferences) return undefined
    const { subject, version, schema } = registered
    const verdict = await checkSchema(subject, schema, value)
    switch (verdict.kind) {
      case 'fits':
      // The setup plan says so.
      case 'unusable':
        return undefined
      case 'unfit':
        return `The value does not fit version ${version} of ${subject}: ${verdict.objection}.`
      case 'given-up':
        return `The value was not compared with the registry: version ${version} of ${subject} ${verdict.reason}.`
    }
  }
}
