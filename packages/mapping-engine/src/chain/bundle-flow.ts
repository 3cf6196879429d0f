import { isPlainObject } from '../path/is-plain-object.ts'
import type { Semantics } from '../runtime/differences.ts'

export type StepKind = 'source' | 'transformer' | 'destination'

/** A step as the bundle has it: what the bundler takes of it, and what it loses. */
export interface BundledStep {
  kind: StepKind
  name: string
  /** `package`: somebody's code; `inline`: functions of the flow file; `pass`: no code. */
  is: 'package' | 'inline' | 'pass'
  package: string | null
  code: Record<string, unknown>
  config: Record<string, unknown>
  env: unknown
  before: unknown
  next: unknown
  cache: unknown
  state: unknown
  mapping: unknown
  /** Fields of the flow file that are left out without a word. */
  lost: string[]
}

/** What the bundler takes of a step beside `config` and `env`; from 4.7 on nothing is lost. */
const kept: Record<StepKind, Record<BundledStep['is'], readonly string[]>> = {
  source: { package: ['before', 'next', 'cache', 'primary'], inline: ['next'], pass: [] },
  transformer: {
    package: ['before', 'next', 'cache'],
    inline: ['before', 'next'],
    pass: ['before', 'next', 'cache'],
  },
  destination: { package: ['before', 'next', 'cache'], inline: ['before', 'next'], pass: ['before', 'next', 'cache'] },
}

const routed = ['before', 'next', 'cache', 'state', 'mapping', 'disabled', 'mock', 'chainMocks', 'primary'] as const

/**
 * A step of a flow file as the walkerOS bundler puts it into a bundle; null for a transformer that is none there.
 *
 * @param raw The step as the file has it.
 * @param resolved The same with its references resolved.
 */
export function bundleStep(
  kind: StepKind,
  name: string,
  raw: Record<string, unknown>,
  resolved: Record<string, unknown>,
  semantics: Semantics,
): BundledStep | null {
  const is = isPlainObject(raw['code']) ? 'inline' : typeof raw['package'] === 'string' ? 'package' : 'pass'
  const keeps = semantics.runsHopByHop ? routed : kept[kind][is]
  const lost = routed.filter((field) => raw[field] !== undefined && !keeps.includes(field))
  const isStep = kind !== 'transformer' || is !== 'pass' || keeps.some((field) => raw[field] !== undefined)
  if (!isStep) return null
  const config = isPlainObject(resolved['config']) ? resolved['config'] : {}
  const take = (field: (typeof routed)[number]): unknown => (keeps.includes(field) ? raw[field] : undefined)
  // In a source only what stands beside the config counts.
  const inside = kind === 'source' ? {} : config
  return {
    kind,
    name,
    is,
    package: typeof raw['package'] === 'string' ? raw['package'].replace(/(?<=.)@[^@/]*$/, '') : null,
    code: isPlainObject(raw['code']) ? raw['code'] : {},
    config,
    env: is === 'pass' ? {} : (resolved['env'] ?? {}),
    before: take('before') ?? inside['before'],
    next: take('next') ?? inside['next'],
    cache: take('cache') ?? inside['cache'],
    state: config['state'] ?? take('state'),
    mapping: semantics.runsStepMapping ? (config['mapping'] ?? take('mapping')) : take('mapping'),
    lost,
  }
}
