import { comments, doubleQuoted, singleQuoted } from './quoted-source.ts'
import { positionsIn, type TextPosition } from './text-position.ts'

/** A call in a source: where it begins, and what is called, without blanks. */
export type Call = TextPosition & { offset: number; callee: string }

// Strings and comments are passed over, but no attributes such as `onclick="elb(…)"`; definitions of the functions are no calls of them.
const passedOver = `(?<!\\son\\w{1,20}=)${doubleQuoted}|${singleQuoted}|${comments}|function\\s+(?:elb|gtag|snowplow)\\b`
/** What stands before the bracket of a call: `?.`, and the types of TypeScript. */
const opening = /\s*(?:\?\.\s*)?(?:<[^()]{0,400}?>\s*)?\(/.source
const elb = `elb${opening}|${/(?:elbLayer|walkerjs|collector)\s*\.\s*push/.source}${opening}(?!\\s*(?:arguments|args)\\b)`
const trackers = [
  `(?:gtag|snowplow)${opening}`,
  /dataLayer\s*\.\s*push\s*\((?!\s*arguments\b)|_paq\s*\.\s*push\s*\((?=\s*\[)/.source,
  /(?:analytics|rudderanalytics|posthog|mixpanel|amplitude)\s*\.\s*/.source +
    /(?:track|page|screen|identify|group|alias|capture|logEvent|track_pageview)/.source +
    opening,
].join('|')

const patterns = { elb: patternsOf(elb), trackers: patternsOf(trackers) }

/** Of calls wherever they stand, and of those outside of strings and comments. */
function patternsOf(calls: string) {
  return { anywhere: new RegExp(calls), outside: new RegExp(`${passedOver}|(?<![\\w$])(${calls})`, 'g') }
}

/** Where a source calls `elb(…)` and `elbLayer.push(…)`, or other trackers. */
export function callsIn(source: string, of: keyof typeof patterns): Call[] {
  // Nearly all data has none, and its strings are thousands.
  if (!patterns[of].anywhere.test(source)) return []
  const positionAt = positionsIn(source)
  return [...source.matchAll(patterns[of].outside)].flatMap(({ 1: call, index: offset }) =>
    call === undefined
      ? []
      : [{ offset, callee: call.replace(/[?<(].*/s, '').replaceAll(/\s/g, ''), ...positionAt(offset) }],
  )
}

/** Which calls make a text a source, and no data; undefined where there are none. */
export function callsOf(text: string): keyof typeof patterns | undefined {
  if (callsIn(text, 'elb').length > 0) return 'elb'
  return callsIn(text, 'trackers').length > 0 ? 'trackers' : undefined
}
