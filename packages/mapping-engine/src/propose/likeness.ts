/** Words of other trackers for what walkerOS events call by another name. */
const alike = [
  ['price', 'value', 'total', 'amount', 'revenue'],
  ['id', 'sku', 'key'],
  ['email', 'mail', 'em'],
  ['tax', 'taxes', 'vat'],
  ['time', 'timestamp', 'date', 'ts', 'at'],
  ['name', 'title', 'label'],
  ['items', 'lines', 'products', 'contents', 'nested', 'positions'],
  ['quantity', 'qty'],
  ['count', 'length'],
  ['client', 'customer', 'user', 'visitor'],
]
const groups = new Map(alike.flatMap((words) => words.map((word) => [word, words[0]] as const)))

/** `orderId`, `order_id` and `order-id` are the words order and id. */
export function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return spaced.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/**
 * How alike a field, such as `user.id`, and a path are by their names: 0 to 1, and more where what they are in is alike too. `around`
 * is what a path without a name before it belongs to.
 */
export function likeness(field: string, path: string, around: string): number {
  const steps = path.split('.').filter((step) => step !== '*')
  const last = wordsOf(steps.at(-1) ?? '')
  const before = steps.at(-2)
  const owner = before === undefined || before === 'data' ? around : before
  const [name = '', holder = ''] = field.split('.').toReversed()
  const wanted = wordsOf(name)
  const same = (words: string[]) => words.join('') === wanted.join('')
  if (same(last)) return wordsOf(owner).join('') === wordsOf(holder).join('') ? 1.1 : 1
  if (same([...wordsOf(owner), ...last])) return 0.95
  return Math.max(shared(wanted, last), shared(wanted, [...wordsOf(owner), ...last]) * 0.9) * 0.85
}

function shared(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const common = a.map((word) => (b.includes(word) ? 1 : b.some((other) => isAlike(word, other)) ? 0.8 : 0))
  return (2 * common.reduce<number>((sum, one) => sum + one, 0)) / (a.length + b.length)
}

function isAlike(a: string, b: string): boolean {
  const group = groups.get(a)
  return (group !== undefined && group === groups.get(b)) || a === `${b}s` || b === `${a}s`
}

const shares: Record<string, number> = { data: 0, user: 0.3, timestamp: 0.3, globals: 0.5, nested: 0.6, context: 0.7 }

/** Where a path stands among those that fit as well: a lower number first. A like name counts most, then fewer steps. */
export function rankOf(path: string, like: number): number {
  const steps = path.split('.')
  const section = shares[steps[0] ?? ''] ?? (/^(consent|source|timing|trigger)$/.test(steps[0] ?? '') ? 2 : 0.8)
  const items = steps.some((step) => /^\d+$/.test(step)) ? 3 : 0
  return section + items + steps.length * 0.5 - like * 10
}

/** A path that fits, or something made of it. */
export interface Fit {
  path: string
  /** How alike the names are. */
  like: number
}

/** Paths in the order in which they are likely meant by the name of a field. */
export function ranked({ name, around }: { name: string; around: string }, paths: Iterable<string>): Fit[] {
  const fits = [...new Set(paths)].map((path) => ({ path, like: likeness(name, path, around) }))
  return fits.toSorted((a, b) => rankOf(a.path, a.like) - rankOf(b.path, b.like))
}
