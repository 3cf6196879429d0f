import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { compareVersions, isExact, knownVersions, newestOf, newestVersion, provenVersion } from './versions.ts'

/** Why a flow is previewed as the version that it is. */
export type RuntimeReason = 'pinned' | 'range' | 'unpinned' | 'path' | 'newer' | 'older' | 'chosen'

/** The versions that a flow's bundle runs, and how that was found out. */
export interface ChosenRuntime {
  collector: string
  core: string
  because: RuntimeReason
  /** What the flow says, such as `^4.4.0`; null where it says nothing. */
  written: string | null
  /** Set where an override of core decides the mapping. */
  override: string | null
}

/**
 * The versions that the walkerOS bundler would put into the bundle of a flow, from its `config`: the collector's exact pin decides, an override
 * of core beats it for the mapping. A range or no pin means the newest version of the day, so the newest known here.
 */
export function chooseRuntime(flowConfig: unknown): ChosenRuntime {
  const collector = memberOf(flowConfig, 'bundle', 'packages', '@walkeros/collector')
  const chosen = versionFor(collector)
  const override = memberOf(flowConfig, 'bundle', 'overrides', '@walkeros/core')
  if (typeof override !== 'string') return { ...chosen, core: chosen.collector, override: null }
  return { ...chosen, core: versionFor(override).collector, override }
}

function versionFor(pin: unknown): Omit<ChosenRuntime, 'core' | 'override'> {
  const version = isPlainObject(pin) ? pin['version'] : pin
  if (isPlainObject(pin) && pin['path'] !== undefined) {
    return { collector: newestVersion, because: 'path', written: String(pin['path']) }
  }
  if (typeof version !== 'string') return { collector: newestVersion, because: 'unpinned', written: null }
  const exact = exactPin(version)
  if (exact === null) return { collector: newestIn(version.trim()), because: 'range', written: version }
  if (compareVersions(exact, newestVersion) > 0) return { collector: newestVersion, because: 'newer', written: version }
  if (compareVersions(exact, oldestMinor) < 0) return { collector: provenVersion, because: 'older', written: version }
  return { collector: exact, because: 'pinned', written: version }
}

const oldestMinor = '4.2.0'

/** The one version that a pin such as `v4.7.2` names; null for a range, a tag and no pin. */
export function exactPin(pin: unknown): string | null {
  const exact = typeof pin === 'string' ? pin.replace(/^[v=\s]+|\s+$/g, '') : ''
  return isExact(exact) ? exact : null
}

/** `~4.7.0`, `4.7` and `4.7.x` stay within a minor; every other range is open upwards. */
function newestIn(range: string): string {
  const [, minor] = /^~?(\d+\.\d+)(?:\.(?:\d+|[x*]))?$/.exec(range) ?? []
  return (minor !== undefined && newestOf(minor)) || newestVersion
}

/** One sentence that says as which version a flow is previewed, and why. */
export function describeRuntime({ collector, core, because, written, override }: ChosenRuntime): string {
  const version = core === collector ? collector : `${collector} with core ${core}`
  const rest = override === null ? '' : ` The flow overrides core with ${override}, and core decides the mapping.`
  return `Previewed as walkerOS ${version}: ${reasonFor(because, written, collector)}.${rest}`
}

function reasonFor(because: RuntimeReason, written: string | null, version: string): string {
  switch (because) {
    case 'pinned':
      return 'the flow pins this version of the collector'
    case 'range':
      return `the flow asks for ${written}, and ${version} is the newest known version in it`
    case 'unpinned':
      return 'the flow pins no version, so a bundle takes the newest one'
    case 'path':
      return `the flow takes the collector from ${written}, which is not known; this is the newest known version`
    case 'newer':
      return `${written} is not known; this is the newest known version`
    case 'chosen':
      return 'chosen for this preview, whatever the flow pins'
    case 'older':
      return `${written} is not known; ${knownVersions[0]} is the oldest known version`
  }
}
