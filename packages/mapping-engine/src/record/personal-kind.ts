const patterns: [kind: string, pattern: RegExp][] = [
  ['an e-mail address', /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i],
  ['a phone number', /^\+\d[\d\s().-]{7,18}\d$/],
  ['an IP address', /^(?:\d{1,3}\.){3}\d{1,3}$|^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$/i],
  ['a bank account number', /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/],
]

/** What kind of personal data a text looks like, or null. */
export function personalKind(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 320) return null
  return patterns.find(([, pattern]) => pattern.test(value))?.[0] ?? null
}
