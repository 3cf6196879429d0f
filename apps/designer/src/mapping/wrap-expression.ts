const sections = [
  'name',
  'data',
  'context',
  'globals',
  'custom',
  'user',
  'nested',
  'consent',
  'id',
  'trigger',
  'entity',
  'action',
  'timestamp',
  'timing',
  'source',
]

/** An expression over the parts of an event as a function of the event; null where it is a function already, or empty. */
export function wrapExpression(code: string): string | null {
  const text = code.trim()
  if (text === '' || /^(async\b|function\b)|=>/.test(text)) return null
  const used = sections.filter((name) => new RegExp(`(?<![.\\w$'"])${name}\\b(?!\\s*:)`).test(text))
  return used.length === 0 ? null : `({ ${used.join(', ')} }) => ${text}`
}
