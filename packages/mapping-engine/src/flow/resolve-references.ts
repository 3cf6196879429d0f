import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { getFlowSettings } from '@walkeros/core'
import { clone } from '../path/clone.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { codePrefix } from '../value/code-function.ts'
import { type SetAside, setAside } from './set-aside.ts'

/** A `$env`, `$secret` or `$store` reference that has no value here. */
export interface OpenReference {
  place: Place
  /** As written, such as `$env.TOPIC`. */
  text: string
}

export interface ResolvedStep {
  config: JsonValue | undefined
  collector: Record<string, unknown>
  open: OpenReference[]
  /** Names that the person may give a value for the preview. */
  names: string[]
}

const envMarker = /__WALKEROS_ENV:([A-Za-z_]\w*)(?::([^"}\s]*))?/g
const secretMarker = /__WALKEROS_SECRET:([A-Z0-9_]+)/g

/**
 * A destination's config with its references resolved as the walkerOS CLI resolves them: `$var`, `$contract` and `$flow`
 * by walkerOS' own resolver, `$env` and `$secret` from the given values, then the default. Throws an Error with
 * walkerOS' sentence for a variable that is missing or a cycle.
 */
export function resolveReferences(
  flow: unknown,
  flowName: string,
  destination: string,
  values: Readonly<Record<string, string>>,
): ResolvedStep {
  const { settings, failure, partOf } = settingsOf(flow, flowName)
  if (settings === undefined) throw new Error(failure)
  const { fill, open, names } = createFill(values, partOf)
  const config = fill(settings.destinations?.[destination]?.config, []) as JsonValue | undefined
  const collector = fill(settings.collector ?? {}, ['collector']) as Record<string, unknown>
  return { config, collector, open, names: [...names] }
}

/** A whole flow with the references in `config` and `env` of its steps resolved, as the bundler does it; or why they cannot be. */
export function resolveFlow(
  file: unknown,
  flowName: string,
  values: Readonly<Record<string, string>>,
): { settings: unknown } | { failure: string } {
  const known = settingsOf(file, flowName)
  // Whole flows are run by walkerOS itself, which may write into what it is given.
  const partOf: PartOf = (value) => clone(known.partOf(value))
  if (known.settings === undefined) return { failure: known.failure ?? '' }
  const key = JSON.stringify(values)
  const filled = known.filled.get(key) ?? createFill(values, partOf).fill(known.settings, [])
  known.filled.set(key, filled)
  return { settings: filled }
}

interface FlowSettings {
  destinations?: Record<string, { config?: JsonValue }>
  collector?: Record<string, unknown>
}

type PartOf = SetAside['partOf']

interface KnownSettings {
  /** With marks where parts without references were set aside. */
  settings?: FlowSettings
  partOf: PartOf
  failure?: string
  /** The same with the references of the environment filled in, by their values. */
  filled: Map<string, unknown>
}

const known = new WeakMap<object, Map<string, KnownSettings>>()

/** walkerOS' own resolver goes through all of a file, contracts of megabytes too; plan, problems and conditions of one text share its answer. */
function settingsOf(file: unknown, flowName: string): KnownSettings {
  if (typeof file !== 'object' || file === null) return resolveSettings(file, flowName)
  const ofFile = known.get(file) ?? new Map<string, KnownSettings>()
  known.set(file, ofFile)
  const found = ofFile.get(flowName) ?? resolveSettings(file, flowName)
  ofFile.set(flowName, found)
  return found
}

function resolveSettings(file: unknown, flowName: string): KnownSettings {
  const filled = new Map<string, unknown>()
  const { file: left, partOf } = setAside(file, flowName)
  try {
    const given = left as Parameters<typeof getFlowSettings>[0]
    return {
      settings: getFlowSettings(given, flowName, { deferred: true, strictFlowRefs: false }) as FlowSettings,
      partOf,
      filled,
    }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error), partOf, filled }
  }
}

function createFill(values: Readonly<Record<string, string>>, partOf: PartOf) {
  const open: OpenReference[] = []
  const names = new Set<string>()
  const fill = (value: unknown, place: Place): unknown => {
    // Most texts hold no reference.
    if (typeof value === 'string') return /\$|__/.test(value) ? fillText(value, place, values, open, names) : value
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...place, index]))
    if (!isPlainObject(value)) return value
    const part = partOf(value)
    if (part !== undefined) return part
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, [...place, key])]))
  }
  return { fill, open, names }
}

function fillText(
  text: string,
  place: Place,
  values: Readonly<Record<string, string>>,
  open: OpenReference[],
  names: Set<string>,
): string {
  // In a function, the bundler leaves the marker as it is; that is a problem of its own and no open reference.
  if (text.startsWith(codePrefix)) return text
  const filled = text
    .replace(envMarker, (_marker, name: string, fallback: string | undefined) => {
      names.add(name)
      const value = values[name] ?? fallback
      if (value === undefined) open.push({ place, text: `$env.${name}` })
      return value ?? `$env.${name}`
    })
    .replace(secretMarker, (_marker, name: string) => {
      names.add(name)
      const value = values[name]
      if (value === undefined) open.push({ place, text: `$secret.${name}` })
      return value ?? `$secret.${name}`
    })
  const store = /^\$(?:store|contract|flow)\.[\w.]+$/.exec(filled)
  if (store) open.push({ place, text: store[0] })
  return filled
}
