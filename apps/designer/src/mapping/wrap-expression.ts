import { eventKeys } from '@mapping-designer/mapping-engine'

/** An expression over the parts of an event as a function of the event; null where it is a function already, or empty. */
export function wrapExpression(code: string): string | null {
  const text = code.trim()
  if (text === '' || /^(async\b|function\b)|=>/.test(text)) return null
  const used = eventKeys.filter((name) => new RegExp(`(?<![.\\w$'"])${name}\\b(?!\\s*:)`).test(text))
  return used.length === 0 ? null : `({ ${used.join(', ')} }) => ${text}`
}
