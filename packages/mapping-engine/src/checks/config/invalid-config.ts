import { describeIssues, destinationConfigSchema } from '@mapping-designer/shared-types'
import type { Check } from '../check.ts'

/** A part of the config has another shape than walkerOS reads; at run time it is ignored or fails. */
export const invalidConfig: Check = {
  code: 'invalid-config',
  severity: 'error',
  ofConfig({ config }) {
    const parsed = destinationConfigSchema.safeParse(config)
    return parsed.success ? [] : describeIssues(parsed.error).map(({ place, sentence }) => ({ place, cause: sentence }))
  },
}
