import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Check, type FlowInput, quote } from '../check.ts'
import { placeOf, reachedBy, routesOf } from './routes-of.ts'

const validatePackage = '@walkeros/transformer-validate'

/** The transformers that the chain of a source comes to, or the one before a destination. */
function stepsIn(input: FlowInput, isWanted: (route: { of: string; position: string; name: string }) => boolean) {
  const reached = reachedBy(input, routesOf(input).filter(isWanted))
  return input.flow.transformers.filter(({ name }) => reached.has(name))
}

const beforeDestination = (destination: string) => (route: { of: string; position: string; name: string }) =>
  route.of === 'destination' && route.position === 'before' && route.name === destination

/**
 * `@walkeros/transformer-validate` finds the rule of a contract by the entity and the action of an event. At a source they are missing, so that only
 * `*.*` applies and every other event passes. It belongs before a destination.
 */
export const validateAtSource: Check = {
  code: 'validate-at-source',
  severity: 'error',
  ofFlow(input) {
    return stepsIn(input, ({ of }) => of === 'source')
      .filter((step) => step.package === validatePackage && memberOf(step.config, 'settings', 'contract') !== undefined)
      .map((step) => ({
        place: placeOf(step),
        cause: `${quote(step.name)} runs at a source, where an event has no entity and action yet: of its contract only ${quote('*.*')} applies, and all else passes. Run it in ${quote('before')} of a destination.`,
      }))
  },
}

/** A contract that the file does not have stays a text, and a text holds for every event: even mode `strict` lets all of them through. */
export const contractMissing: Check = {
  code: 'contract-missing',
  severity: 'error',
  ofFlow({ flow }) {
    return flow.transformers
      .filter((step) => step.package === validatePackage)
      .flatMap((step) => {
        const contract = memberOf(step.config, 'settings', 'contract')
        return (Array.isArray(contract) ? contract : []).flatMap((entry, index) =>
          typeof entry === 'string'
            ? [
                {
                  place: placeOf(step, ['config', 'settings', 'contract', index]),
                  cause: `The file has no contract for ${quote(entry)}, so it stays a text, and every event is valid. Add it under ${quote('contracts')}.`,
                },
              ]
            : [],
        )
      })
  },
}

const emptiesUser = /delete\s+[\w.?]*\buser\b|\buser:\s*(?:\{\s*\}|undefined|null)/

/**
 * walkerOS merges the collector's user into the event again before each destination. What the chain of a source or of the collector removes of it comes
 * back; a chain before the destination, or a policy of the destination, removes it.
 */
export const userMergedAgain: Check = {
  code: 'user-merged-again',
  severity: 'error',
  ofFlow(input) {
    const { collector, sources } = input.flow
    const user = collector['user']
    const names = Object.keys(isPlainObject(user) ? user : {})
    if (names.length === 0) return []
    const cause = (what: string) =>
      `${what} the user, but the collector's ${names.map((name) => quote(`user.${name}`)).join(', ')} is merged again before each destination. Remove it there.`
    const ofSteps = stepsIn(input, ({ of }) => of === 'source' || of === 'collector')
      .filter(({ code }) => typeof code['push'] === 'string' && emptiesUser.test(code['push']))
      .map((step) => ({ place: placeOf(step, ['code', 'push']), cause: cause(`${quote(step.name)} empties`) }))
    const ofPolicies = sources.flatMap((step) =>
      Object.keys(isPlainObject(step.config['policy']) ? step.config['policy'] : {})
        .filter((path) => path.split('.')[0] === 'user' && names.includes(path.split('.')[1] ?? ''))
        .map((path) => ({
          place: placeOf(step, ['config', 'policy', path]),
          cause: cause(`The policy of source ${quote(step.name)} changes`),
        })),
    )
    return [...ofSteps, ...ofPolicies]
  },
}

const writesConsent = /\bconsent\s*:\s*[^\s,}]|\.consent(?:\.\w+|\[[^\]]*\])*\s*=[^=]/

/** The consent of a destination is asked before its `before`. What a transformer there writes into `consent` comes too late; write it in the chain of the source. */
export const consentTooLate: Check = {
  code: 'consent-too-late',
  severity: 'warning',
  ofFlow(input) {
    const { flow, destination } = input
    const step = flow.destinations.find(({ name }) => name === destination)
    if (!isPlainObject(step?.config['consent'])) return []
    return stepsIn(input, beforeDestination(destination))
      .filter(({ code }) => typeof code['push'] === 'string' && writesConsent.test(code['push']))
      .map((one) => ({
        place: placeOf(one, ['code', 'push']),
        cause: `${quote(one.name)} writes consent, but the destination has checked it before. Write it in the chain of the source.`,
      }))
  },
}

/**
 * Up to walkerOS 4.6 `stop` of a transformer's cache ends an event at a source only. Before a destination the event is sent again, as it was the first
 * time; a cache of the destination itself sends it once.
 */
export const cacheStopNoStop: Check = {
  code: 'cache-stop-no-stop',
  severity: 'warning',
  ofFlow(input) {
    if (input.flow.semantics.runsHopByHop) return []
    return stepsIn(input, beforeDestination(input.destination))
      .filter(({ cache }) => memberOf(cache, 'stop') === true)
      .map((step) => ({
        place: placeOf(step),
        cause: `${quote('stop')} in the cache of ${quote(step.name)} stops nothing before a destination: the event is sent again. Give the destination the cache.`,
      }))
  },
}
