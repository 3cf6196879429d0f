import { positionsIn, type TextPosition } from './text-position.ts'

/** A call in a source: where it begins, and what is called, without blanks. */
export type Call = TextPosition & { offset: number; callee: string }

// Strings and comments are passed over, but no attributes such as `onclick="elb(…)"`; definitions of the functions are no calls of them.
const passedOver =
  /(?<!\son\w{1,20}=)"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|function\s+(?:elb|gtag)\b/
    .source
const elb = /elb\s*(?:\?\.\s*)?\(|(?:elbLayer|walkerjs|collector)\s*\.\s*push\s*\((?!\s*(?:arguments|args)\b)/.source
const trackers =
  /gtag\s*(?:\?\.\s*)?\(|dataLayer\s*\.\s*push\s*\((?!\s*arguments\b)|(?:analytics|rudderanalytics|posthog|mixpanel|amplitude)\s*\.\s*(?:track|page|screen|identify|capture|logEvent)\s*\(/
    .source

const patterns = {
  elb: new RegExp(`${passedOver}|(?<![\\w$])(${elb})`, 'g'),
  trackers: new RegExp(`${passedOver}|(?<![\\w$])(${trackers})`, 'g'),
}

/** Where a source calls `elb(…)` and `elbLayer.push(…)`, or other trackers. */
export function callsIn(source: string, of: keyof typeof patterns): Call[] {
  const positionAt = positionsIn(source)
  return [...source.matchAll(patterns[of])].flatMap(({ 1: call, index: offset }) =>
    call === undefined ? [] : [{ offset, callee: call.replaceAll(/[\s?(]/g, ''), ...positionAt(offset) }],
  )
}

/** Which calls make a text a source, and no data; undefined where there are none. */
export function callsOf(text: string): keyof typeof patterns | undefined {
  if (/elb(?:Layer)?\b|walkerjs|collector/.test(text) && callsIn(text, 'elb').length > 0) return 'elb'
  return callsIn(text, 'trackers').length > 0 ? 'trackers' : undefined
}
