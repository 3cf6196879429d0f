import { isPlainObject } from '@mapping-designer/mapping-engine'

/** One value of an event that a hop added, changed or removed. */
export interface Change {
  kind: 'added' | 'changed' | 'removed'
  /** Such as `data.total`; the event itself is `the event`. */
  path: string
  before: unknown
  after: unknown
}

/** How the event that came out differs from the one that went in, value by value. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const changes: Change[] = []
  compare(before, after, [], changes)
  return changes
}

function compare(before: unknown, after: unknown, path: readonly string[], changes: Change[]): void {
  if (isPlainObject(before) && isPlainObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...path, key], changes)
    }
    return
  }
  if (sameValue(before, after)) return
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  changes.push({ kind, path: path.join('.') || 'the event', before, after })
}

function sameValue(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || (typeof one === typeof other && one !== undefined && asText(one) === asText(other))
}

function asText(value: unknown): string | undefined {
  return JSON.stringify(value)
}

export const marks = { added: '+', changed: '~', removed: '−' } as const

/** `+1 ~2`, as the counts of a hop show it. */
export function countsOf(changes: readonly Change[]): { kind: Change['kind']; text: string }[] {
  return (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length
    return count === 0 ? [] : [{ kind, text: `${marks[kind]}${count}` }]
  })
}
