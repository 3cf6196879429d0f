import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { readPath, splitPath } from '../../path/read-path.ts'
import { whyUnreachable } from '../../path/unreachable-keys.ts'
import { type Check, type Finding, quote, stepOf } from '../check.ts'
import { nearest } from '../nearest.ts'
import { valuesOf } from '../walk-config.ts'

/** A path that is in no sample is most often a slip of the hand. */
export const unknownPath: Check = {
  code: 'unknown-path',
  severity: 'warning',
  *ofSamples({ config, runs }) {
    const events = runs.map((run) => stepOf(run, 'data')?.event).filter((event) => event !== undefined)
    if (events.length === 0) return []
    const findings: Finding[] = []
    // Most configs name no unknown path, and nothing has to be listed for them.
    let known: string[] | undefined
    for (const { config: value, place, role } of valuesOf(config)) {
      const path = typeof value === 'string' ? value : memberOf(value, 'key')
      // Paths inside a loop are read from its items, which are not known here.
      if (
        typeof path !== 'string' ||
        path === '' ||
        path === 'this' ||
        path.startsWith('$code:') ||
        place.includes('loop') ||
        role === 'policy'
      )
        continue
      if (path.includes('*') || (yield* isInSome(events, path))) continue
      const why = yield* firstReason(events, path)
      if (why !== null) {
        findings.push({ place, cause: `${quote(path)} reaches nothing.${why}` })
        continue
      }
      known ??= yield* pathsOfAll(events)
      const similar = nearest(path, known)
      const cause = `${quote(path)} is in no sample.${similar === undefined ? '' : ` Did you mean ${quote(similar)}?`}`
      findings.push({ place, cause })
    }
    return findings
  },
}

type Events = readonly Record<string, unknown>[]

function* isInSome(events: Events, path: string): Generator<void, boolean> {
  const steps = splitPath(path)
  for (const event of events) {
    if (readPath(event, steps) !== undefined) return true
    yield
  }
  return false
}

function* firstReason(events: Events, path: string): Generator<void, string | null> {
  for (const event of events) {
    const why = whyUnreachable(event, path)
    if (why !== '') return why
    yield
  }
  return null
}

function* pathsOfAll(events: Events): Generator<void, string[]> {
  const known = new Set<string>()
  for (const event of events) {
    for (const path of pathsOf(event)) known.add(path)
    yield
  }
  return [...known]
}

function pathsOf(value: unknown, path = ''): string[] {
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const own = path === '' ? key : `${path}.${key}`
    return [own, ...pathsOf(item, own)]
  })
}
