import type { JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, quote } from '../check.ts'
import { nearest } from '../nearest.ts'
import { namesIn, placeOf, reachedBy, routesOf, sequenceOf } from './routes-of.ts'

/**
 * A transformer that no route names is never run. Name it in `before` of a destination, in `next` of a source, or in `next` of a
 * transformer that is run.
 */
export const transformerUnreached: Check = {
  code: 'transformer-unreached',
  severity: 'warning',
  ofFlow(input) {
    const { flow, destination } = input
    const roots = routesOf(input).filter(({ of }) => of !== 'transformer')
    const reached = reachedBy(input, roots)
    const before = flow.destinations.find(({ name }) => name === destination)?.before
    const names = before === undefined ? [] : typeof before === 'string' ? [before] : sequenceOf(before)
    return flow.transformers
      .filter(({ name }) => !reached.has(name))
      .map((step) => ({
        place: placeOf(step),
        cause: `No route comes to the transformer ${quote(step.name)}, so it never runs.`,
        ...(names !== null && {
          fix: {
            label: 'Run it before the destination',
            edits: [{ of: 'step' as const, place: ['before'], value: [...names, step.name] }],
          },
        }),
      }))
  },
}

/**
 * A route names a transformer that the flow does not have. Up to walkerOS 4.6 a single name that is not there gives an empty chain without a
 * word; in a list, and since 4.7, it is warned of and passed by.
 */
export const transformerUnknown: Check = {
  code: 'transformer-unknown',
  severity: 'error',
  ofFlow(input) {
    const { transformers, raw, semantics } = input.flow
    const known = new Set(transformers.map(({ name }) => name))
    return routesOf(input).flatMap(({ route, place }) =>
      [...new Set(namesIn(route))]
        .filter((name) => !known.has(name))
        .map((name) => {
          const isLost = memberOf(raw, 'transformers', name) !== undefined
          const near = nearest(name, [...known])
          const what = isLost
            ? `${quote(name)} has nothing that walkerOS would take over, so it is no transformer`
            : `the flow has no transformer ${quote(name)}`
          const then =
            typeof route === 'string' && !semantics.runsHopByHop ? 'no step runs, without a word' : 'it is passed by'
          const hint = near === undefined || isLost ? '' : ` Did you mean ${quote(near)}?`
          return {
            place,
            cause: `The route names ${quote(name)}, but ${what}: ${then}.${hint}`,
            ...(near !== undefined &&
              !isLost && {
                fix: {
                  label: `Name ${near}`,
                  edits: [{ of: 'flow' as const, place: [...place], value: renamed(route, name, near) }],
                },
              }),
          }
        }),
    )
  },
}

function renamed(route: unknown, from: string, to: string): JsonValue {
  if (route === from) return to
  if (Array.isArray(route)) return route.map((entry) => renamed(entry, from, to))
  if (!isPlainObject(route)) return route as JsonValue
  return Object.fromEntries(
    Object.entries(route).map(([key, value]) => [
      key,
      key === 'match' ? (value as JsonValue) : renamed(value, from, to),
    ]),
  )
}

const worksInside: Record<string, readonly string[]> = {
  source: ['state'],
  transformer: ['before', 'next', 'cache', 'state', 'disabled', 'mock', 'chainMocks'],
  destination: ['before', 'next', 'cache', 'state', 'disabled', 'mock'],
}

/**
 * Up to walkerOS 4.6 the bundler takes named fields of a step and loses the others without a word, although `walkeros validate` accepts them. Most
 * of them work inside `config`.
 */
export const stepFieldLost: Check = {
  code: 'step-field-lost',
  severity: 'error',
  ofFlow({ flow }) {
    if (flow.semantics.runsHopByHop) return []
    const { sources, transformers, destinations, raw } = flow
    const lost = [...sources, ...transformers, ...destinations].flatMap((step) =>
      step.lost.map((field) => {
        const value = memberOf(raw, `${step.kind}s`, step.name, field) as JsonValue
        const isFixable = worksInside[step.kind]?.includes(field) === true
        return {
          place: placeOf(step, [field]),
          cause: `walkerOS loses ${quote(field)} of ${step.kind} ${quote(step.name)} when it bundles the flow${isFixable ? '; it works inside `config`' : ''}.`,
          ...(isFixable && {
            fix: {
              label: 'Move it into config',
              edits: [
                { of: 'flow' as const, place: placeOf(step, [field]) },
                { of: 'flow' as const, place: placeOf(step, ['config', field]), value },
              ],
            },
          }),
        }
      }),
    )
    const named = new Set(transformers.map(({ name }) => name))
    const written = memberOf(raw, 'transformers')
    const none = Object.keys(isPlainObject(written) ? written : {}).filter((name) => !named.has(name))
    return [
      ...lost,
      ...none.map((name) => ({
        place: ['transformers', name],
        cause: `walkerOS loses the transformer ${quote(name)}: without code or a package it is a step only where it has ${quote('before')}, ${quote('next')} or ${quote('cache')}.`,
      })),
    ]
  },
}

/**
 * References are resolved in `config` and `env` alone. In the text of a function `$var.x` is a JavaScript name that is not there: it throws at each
 * event, which drops the event. Put the reference into `config` and read `context.config`.
 */
export const pushTextReference: Check = {
  code: 'push-text-reference',
  severity: 'error',
  ofFlow({ flow }) {
    return [...flow.sources, ...flow.transformers].flatMap((step) =>
      ['push', 'init'].flatMap((part) => {
        const text = step.code[part]
        const [reference] =
          (typeof text === 'string' && /\$(?:var|env|flow|contract|secret|store)\.\w+/.exec(text)) || []
        if (reference === undefined) return []
        const cause = `${quote(reference)} is not resolved in the text of a function and throws at each event; put it into ${quote('config')} and read ${quote('context.config')}.`
        return [{ place: placeOf(step, ['code', part]), cause }]
      }),
    )
  },
}

/**
 * A source has a mapping for what events are called and which are let in. `data`, `include`, `remove` and `silent` in it are computed and thrown away;
 * they belong into the mapping of a destination.
 */
export const sourceDataIgnored: Check = {
  code: 'source-data-ignored',
  severity: 'warning',
  ofFlow({ flow }) {
    return flow.sources.flatMap((step) => {
      const own = ignoredIn(step.config).map((key) => ['config', key])
      const ofRules = Object.entries(record(step.config['mapping'])).flatMap(([entity, actions]) =>
        Object.entries(record(actions)).flatMap(([action, rules]) =>
          (Array.isArray(rules) ? rules : [rules]).flatMap((rule, index) =>
            ignoredIn(rule).map((key) => [
              'config',
              'mapping',
              entity,
              action,
              ...(Array.isArray(rules) ? [index] : []),
              key,
            ]),
          ),
        ),
      )
      return [...own, ...ofRules].map((place) => ({
        place: placeOf(step, place),
        cause: `${quote(String(place.at(-1)))} in the mapping of source ${quote(step.name)} changes nothing: a source only renames, ignores and applies policies.`,
        fix: {
          label: 'Remove it',
          edits: [{ of: 'flow' as const, place: placeOf(step, place) }],
        },
      }))
    })
  },
}

function record(value: unknown): Record<string, unknown> {
  return isPlainObject(value) ? value : {}
}

function ignoredIn(rule: unknown): string[] {
  return ['data', 'include', 'remove', 'silent'].filter((key) => isPlainObject(rule) && rule[key] !== undefined)
}

/** The preview runs no package of others. An event that comes to such a transformer is `not-proven`; `--assume` gives a stand-in for it. */
export const packageNotProven: Check = {
  code: 'package-not-proven',
  severity: 'hint',
  ofFlow(input) {
    const reached = reachedBy(
      input,
      routesOf(input).filter(({ of }) => of !== 'transformer'),
    )
    return input.flow.unproven
      .filter(({ name }) => reached.has(name))
      .map(({ name, package: of }) => ({
        place: ['transformers', name],
        cause: `${quote(of)} is not run here: an event that comes to ${quote(name)} is not proven, unless you say what to assume of it.`,
      }))
  },
}

/** Hooks of the collector may change every event and every record. The preview runs none of them, so nothing is proven of a flow with hooks. */
export const hooksNotRun: Check = {
  code: 'hooks-not-run',
  severity: 'warning',
  ofFlow({ flow }) {
    const names = Object.keys(record(flow.collector['hooks']))
    if (names.length === 0) return []
    return [
      {
        place: ['collector', 'hooks'],
        cause: `The hooks ${names.map(quote).join(', ')} are not run in the preview, so no event is proven.`,
      },
    ]
  },
}

/** `collector.next` is run since walkerOS 4.7; before, the key does nothing, without a word. */
export const collectorNextVersion: Check = {
  code: 'collector-next-version',
  severity: 'error',
  ofFlow({ flow }) {
    if (flow.semantics.runsHopByHop || flow.collector['next'] === undefined) return []
    const cause = 'walkerOS runs `collector.next` since 4.7; the version of this flow leaves it out without a word.'
    return [
      {
        place: ['collector', 'next'],
        cause,
        fix: { label: 'Remove it', edits: [{ of: 'flow' as const, place: ['collector', 'next'] }] },
      },
    ]
  },
}
