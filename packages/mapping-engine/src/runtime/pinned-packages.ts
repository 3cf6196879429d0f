import { memberOf } from '../path/member-of.ts'
import { type ChosenRuntime, exactPin } from './choose-runtime.ts'
import { isExact, provenDestination, provenVersion } from './versions.ts'

/** The published packages that a flow's bundle would run. */
export interface PinnedPackages {
  /** What a proof is named by: the version of the collector, and of core where an override makes it another. */
  version: string
  /** Versions by package; `latest` where the flow pins none, as in the bundler. */
  packages: Readonly<Record<string, string>>
  /** The version of core below all of them. */
  core: string
  /** They are those that the designer brings, so that nothing has to be installed. */
  isBundled: boolean
}

const destination = '@walkeros/server-destination-kafka'
const validate = '@walkeros/transformer-validate'

/** The packages that a flow pins, or why there are none to run. */
export function pinnedPackages(
  runtime: ChosenRuntime,
  flowConfig: unknown,
  file: unknown,
): PinnedPackages | { reason: string } {
  const pins = memberOf(flowConfig, 'bundle', 'packages')
  const names = [
    '@walkeros/collector',
    destination,
    ...(JSON.stringify(file ?? '').includes(validate) ? [validate] : []),
  ]
  const local = names.find((name) => memberOf(pins, name, 'path') !== undefined)
  if (local !== undefined) return { reason: `the flow takes ${local} from a folder` }
  // A version that the preview does not know can be run all the same.
  const isKnown = runtime.because !== 'newer' && runtime.because !== 'older'
  const collector = isKnown ? runtime.collector : (exactPin(runtime.written) ?? runtime.collector)
  const core = runtime.override === null ? collector : runtime.core
  const packages = Object.fromEntries(names.map((name) => [name, pinOf(memberOf(pins, name))]))
  packages['@walkeros/collector'] = collector
  const isBundled =
    collector === provenVersion &&
    core === provenVersion &&
    ['latest', provenDestination].includes(packages[destination] ?? '') &&
    ['latest', provenVersion, undefined].includes(packages[validate])
  return { version: core === collector ? collector : `${collector} with core ${core}`, packages, core, isBundled }
}

function pinOf(pin: unknown): string {
  const version = exactPin(typeof pin === 'string' ? pin : memberOf(pin, 'version'))
  return version !== null && isExact(version) ? version : 'latest'
}
