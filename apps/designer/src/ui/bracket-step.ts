/** How far `[` and `]` go along a list of choices: one back, one on; null for any other key. */
export function bracketStep(key: string): -1 | 1 | null {
  if (key === '[') return -1
  return key === ']' ? 1 : null
}
