import { describeIssues, destinationConfigSchema } from '@mapping-designer/shared-types'
import { memberOf } from '../../path/member-of.ts'
import type { Check, Finding } from '../check.ts'

/** A part of the config has another shape than walkerOS reads; at run time it is ignored or fails. */
export const invalidConfig: Check = {
  code: 'invalid-config',
  severity: 'error',
  ofConfig({ config }) {
    const parsed = destinationConfigSchema.safeParse(config)
    if (parsed.success) return []
    return describeIssues(parsed.error).map(({ place, sentence }) => {
      const steps = place.filter((step) => typeof step === 'string')
      const isSetting = steps.length === place.length && (steps[0] === 'settings' || steps[0] === 'setup')
      return { place, cause: sentence, ...(isSetting && fixOf(config, steps)) }
    })
  },
}

/** The value that was meant, where one in the right form is found: `"true"`, `"all"`, `GZIP`, a list in one text. */
function fixOf(config: unknown, place: readonly string[]): Pick<Finding, 'fix'> {
  const value = meantBy(memberOf(config, ...place)).find((one) => isValidAt(config, place, one))
  return value === undefined
    ? {}
    : { fix: { label: `Write ${JSON.stringify(value)}`, edits: [{ place: [...place], value }] } }
}

function meantBy(value: unknown): unknown[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (typeof value !== 'string' || value.trim() === '') return []
  const text = value.trim()
  const word = text.toLowerCase()
  const numbers = Number.isNaN(Number(text)) ? [] : [Number(text)]
  return [...(word === 'all' ? [-1] : []), ...words(word), ...numbers, word, text.split(/[,;]\s*/)]
}

function words(word: string): boolean[] {
  return word === 'true' || word === 'false' ? [word === 'true'] : []
}

function isValidAt(config: unknown, place: readonly string[], value: unknown): boolean {
  const parsed = destinationConfigSchema.safeParse(replaced(config, place, value))
  const at = JSON.stringify(place).slice(0, -1)
  return parsed.success || !parsed.error.issues.some(({ path }) => JSON.stringify(path).startsWith(at))
}

function replaced(config: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value
  return { ...(config as object), [step]: replaced(memberOf(config, step), rest, value) }
}
