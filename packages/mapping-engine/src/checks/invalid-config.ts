import { describeIssues, destinationConfigSchema } from '@mapping-designer/shared-types'
import type { Check } from './check.ts'

/** A part of the config that walkerOS does not understand as it is written. */
export const invalidConfig: Check = {
  code: 'invalid-config',
  severity: 'error',
  ofConfig(config) {
    const parsed = destinationConfigSchema.safeParse(config)
    if (parsed.success) return []
    return describeIssues(parsed.error).map(({ place, sentence }) => ({ place, cause: sentence }))
  },
}
