import { compareVersions, exactVersion } from './versions.ts'

/** Which package's version decides: the mapping is core's, everything else the collector's. */
type Owner = 'collector' | 'core'

interface Difference {
  owner: Owner
  /** The first version that behaves so. */
  since: string
  /** What is so from then on. */
  is: string
  /** A recorded case of fixtures/ that shows it; null where it is known from walkerOS' sources alone. */
  case: string | null
  /** The one place in the engine that asks. */
  at: string
}

/** Everything in which versions of walkerOS differ for a record. A new version is a row here and its code. */
export const differences = {
  stampsRelease: {
    owner: 'collector',
    since: '4.3.0',
    is: 'The collector writes its release into `source.release`; before, its version into `source.version`.',
    case: 'release-stamped',
    at: 'event/complete-event.ts',
  },
  includesDeeply: {
    owner: 'core',
    since: '4.3.0',
    is: '`include` flattens all levels of a section; before, the first one.',
    case: 'include-flat',
    at: 'rule/include-sections.ts',
  },
  hasIdAtSource: {
    owner: 'collector',
    since: '4.4.0',
    is: 'An event has an id before it enters the chain of its source, and each copy of a fork gets its own.',
    case: null,
    at: 'chain/enter-source.ts',
  },
  mergesGlobalsEarly: {
    owner: 'collector',
    since: '4.4.0',
    is: "The collector's globals are merged when the event is completed; before, in front of each destination.",
    case: 'collector-next-removes',
    at: 'chain/enter-collector.ts',
  },
  repairsSource: {
    owner: 'collector',
    since: '4.5.0',
    is: '`source: null` counts as no source; before, the push failed.',
    case: null,
    at: 'event/complete-event.ts',
  },
  rejectsInvalid: {
    owner: 'collector',
    since: '4.5.0',
    is: 'A name that is none is a warning, `invalid event rejected`; before, an error, `push failed`.',
    case: null,
    at: 'chain/enter-collector.ts failure',
  },
  sendsAllForks: {
    owner: 'collector',
    since: '4.5.0',
    is: 'A fork before a destination sends all copies; before, only the first.',
    case: null,
    at: 'chain/run-destination.ts',
  },
  hasOneProducer: {
    owner: 'core',
    since: '4.7.0',
    is: 'Of `loop`, `map`, `set`, `key` and `fn` only the first one present runs; before, `fn` and `key` ran too.',
    case: 'fn-beside-key',
    at: 'value/compile-value.ts compileSource',
  },
  loopNeedsList: {
    owner: 'core',
    since: '4.7.0',
    is: 'A loop over no list gives nothing; before, it kept what stood there, mostly the whole event.',
    case: 'loop-missing',
    at: 'value/compile-value.ts compileLoop',
  },
  policyRemoves: {
    owner: 'core',
    since: '4.7.0',
    is: 'A policy entry that gives nothing removes the path; before, it wrote `undefined` and made the parents.',
    case: 'no-empty-parents',
    at: 'rule/policy.ts applyPolicy',
  },
  runsHopByHop: {
    owner: 'collector',
    since: '4.7.0',
    is: 'One runner resolves every route hop by hop, and `collector.next` is run.',
    case: 'collector-next',
    at: 'chain/compile-flow.ts',
  },
  loopKeepsConsent: {
    owner: 'core',
    since: '4.7.1',
    is: 'Consent inside a loop is that of the event; before, a `consent` of the item replaced it.',
    case: 'item-consent-grants-nothing',
    at: 'value/compile-value.ts resolveConsent',
  },
  awaitsConditions: {
    owner: 'core',
    since: '4.7.2',
    is: 'Conditions of rules are awaited, and one that throws is logged and counts as no match.',
    case: 'async-false',
    at: 'rule/find-rule.ts holds',
  },
  runsStepMapping: {
    owner: 'collector',
    since: '4.7.2',
    is: 'A transformer without code runs its `config.mapping`.',
    case: 'before-config-mapping',
    at: 'chain/bundle-flow.ts',
  },
  triesAnyOnce: {
    owner: 'core',
    since: '4.8.0',
    is: 'Rules of `* *` are tried once; before, twice where the lookup itself ended there.',
    case: null,
    at: 'rule/find-rule.ts lookUp',
  },
} as const satisfies Record<string, Difference>

export type DifferenceName = keyof typeof differences

/** What holds in one version: a switch for each row of the table. */
export type Semantics = Readonly<Record<DifferenceName, boolean>>

/** The versions that decide; a text stands for both, such as `4.7.1`, or `4.7` for the newest 4.7 that is known. */
export type Runtime = string | { readonly collector: string; readonly core: string }

// Events in a row have the same runtime.
let latest: { runtime: Runtime; semantics: Semantics } | undefined

/** The switches of a runtime. */
export function semanticsOf(runtime: Runtime): Semantics {
  if (latest?.runtime === runtime) return latest.semantics
  const versions = versionsOf(runtime)
  const names = Object.keys(differences) as DifferenceName[]
  const semantics = Object.fromEntries(
    names.map((name) => [name, compareVersions(versions[differences[name].owner], differences[name].since) >= 0]),
  ) as Record<DifferenceName, boolean>
  latest = { runtime, semantics }
  return semantics
}

/** In a sentence each, what is so in one of two runtimes alone. */
export function differencesBetween(one: Runtime, other: Runtime): string[] {
  const [left, right] = [semanticsOf(one), semanticsOf(other)]
  const names = Object.keys(differences) as DifferenceName[]
  return names.filter((name) => left[name] !== right[name]).map((name) => differences[name].is)
}

/** Exact versions of collector and core. */
export function versionsOf(runtime: Runtime): { collector: string; core: string } {
  if (typeof runtime !== 'string') return runtime
  const version = exactVersion(runtime)
  return { collector: version, core: version }
}
