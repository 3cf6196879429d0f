import JSON5 from 'json5'
import { positionAt } from './text-position.ts'

export interface ElbCall {
  event: unknown
  line: number
}

/** Whether a text looks like one or more `elb(…)` calls rather than data. */
export function looksLikeElb(text: string): boolean {
  return /^\s*(?:(?:await|window\.|globalThis\.)\s*)*elb\s*\(/.test(text)
}

/**
 * Reads `elb('order complete', { id: 1 })` calls: name, data, trigger, context, nested, custom, or one event object.
 * The arguments are read as JSON5; nothing is run. Throws a SyntaxError with the place in the text.
 */
export function parseElbCalls(text: string): ElbCall[] {
  const calls: ElbCall[] = []
  for (const match of text.matchAll(/\belb\s*\(/g)) {
    const start = match.index + match[0].length
    const { line } = positionAt(text, match.index)
    const end = closingParenthesis(text, start)
    if (end === -1) throw new SyntaxError(`Line ${line}: the call of elb has no closing parenthesis.`)
    calls.push({ event: toEvent(readArguments(text.slice(start, end), line)), line })
  }
  return calls
}

function readArguments(source: string, line: number): unknown[] {
  try {
    return JSON5.parse(`[${source}]`)
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^JSON5: /, '') : String(error)
    throw new SyntaxError(`Line ${line}: the arguments of elb are no plain data (${detail}).`)
  }
}

function toEvent([first, data, trigger, context, nested, custom]: unknown[]): unknown {
  if (typeof first !== 'string') return first
  const event: Record<string, unknown> = { name: first }
  if (data !== undefined) event['data'] = data
  if (typeof trigger === 'string') event['trigger'] = trigger
  if (context !== undefined) event['context'] = context
  if (nested !== undefined) event['nested'] = nested
  if (custom !== undefined) event['custom'] = custom
  return event
}

function closingParenthesis(text: string, from: number): number {
  let depth = 1
  let quote = ''
  for (let index = from; index < text.length; index++) {
    const char = text[index] as string
    if (quote !== '') {
      if (char === '\\') index++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'" || char === '`') quote = char
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return index
  }
  return -1
}
