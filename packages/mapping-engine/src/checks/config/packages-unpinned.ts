import { kafkaPackage } from '@mapping-designer/shared-types'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { provenDestination, provenVersion } from '../../runtime/versions.ts'
import { type Check, quote } from '../check.ts'
import { objectAt } from '../walk-config.ts'

/**
 * Without a version in `config.bundle.packages` each bundle of walkerOS takes the newest packages, which may map in another
 * way than the preview. The versions of the fix are the ones that were seen to run together.
 */
export const packagesUnpinned: Check = {
  code: 'packages-unpinned',
  severity: 'hint',
  ofConfig({ step, flowConfig }) {
    if (step === undefined) return []
    const bundle = objectAt(flowConfig, 'bundle')
    const packages = objectAt(bundle, 'packages')
    const missing = Object.keys(pins).filter((name) => !isPinned(packages[name]) && !isPinnedStep(step, name))
    if (missing.length === 0) return []
    const pinned = { ...packages, ...Object.fromEntries(missing.map((name) => [name, pins[name]])) }
    return [
      {
        place: [],
        cause: `The flow pins no version of ${missing.map(quote).join(' and ')}, so each bundle takes the newest one.`,
        fix: {
          label: 'Pin the versions',
          edits: [
            { of: 'flow', place: ['config', 'bundle', 'packages'], value: pinned },
            {
              of: 'flow',
              place: ['config', 'bundle', 'overrides'],
              value: { ...overrides, ...objectAt(bundle, 'overrides') },
            },
          ],
        },
      },
    ]
  },
}

const pins: Record<string, unknown> = {
  '@walkeros/collector': { version: provenVersion },
  [kafkaPackage]: { version: provenDestination },
}
// The destination asks for a newer core than is published.
const overrides = { '@walkeros/core': provenVersion, '@walkeros/server-core': provenVersion }

function isPinned(entry: unknown): boolean {
  return typeof entry === 'string' || (isPlainObject(entry) && ('version' in entry || 'path' in entry))
}

/** `"package": "@walkeros/server-destination-kafka@4.6.1"` names the version itself. */
function isPinnedStep(step: Record<string, unknown>, name: string): boolean {
  return typeof step['package'] === 'string' && step['package'].startsWith(`${name}@`)
}
