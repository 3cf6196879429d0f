import { positionsIn, type TextPosition } from './text-position.ts'

// Strings and comments are passed over; the definition of elb is no call of it.
const token =
  /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|function\s+elb\b|(?<![\w$])(elb\s*(?:\?\.\s*)?\(|elbLayer\s*\.\s*push\s*\((?!\s*arguments\b))/g

/** Where `elb(…)` and `elbLayer.push(…)` are called in a source. */
export function elbCallsIn(source: string): (TextPosition & { offset: number })[] {
  const positionAt = positionsIn(source)
  return [...source.matchAll(token)].flatMap(({ 1: call, index: offset }) =>
    call === undefined ? [] : [{ offset, ...positionAt(offset) }],
  )
}

/** Whether a text calls `elb` and so is source, not data. */
export function hasElbCalls(text: string): boolean {
  return /elb(?:Layer)?\b/.test(text) && elbCallsIn(text).length > 0
}
