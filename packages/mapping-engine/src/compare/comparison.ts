import type { Outcome, Problem } from '@mapping-designer/shared-types'
import { byteLength } from '../record/record-size.ts'
import { type Change, changesOf, isBreaking, recordsOf } from './record-changes.ts'

/** Changes of one kind at one place of the records of one rule. */
export interface ChangeGroup {
  rule: string | null
  kind: Change['kind']
  what?: string
  /** Field or header. */
  path?: string
  isBreaking: boolean
  /** Events in which it was seen. */
  events: number
  /** The first of them, by their index; `at` is where an event was read, if it has a place of its own. */
  examples: { index: number; at?: string; before?: unknown; after?: unknown }[]
}

/** What a change of a flow does to the records of some events. */
export interface Comparison {
  events: number
  /** Events whose records are equal to the last byte. */
  same: number
  changed: number
  records: { before: number; after: number }
  /** Of all values, in bytes of UTF-8. */
  bytes: { before: number; after: number }
  isBreaking: boolean
  groups: ChangeGroup[]
  /** Groups beyond the limit, which are not listed. */
  unlisted: number
  problems: { comes: Problem[]; goes: Problem[] }
}

interface EventPlace {
  index: number
  at: string | undefined
}

type Group = Pick<ChangeGroup, 'rule' | 'kind' | 'isBreaking'> & { what: string | undefined; path: string | undefined }

const keyOf = ({ rule, kind, what, path }: Omit<Group, 'isBreaking'>) => `${rule}\n${kind}\n${what}\n${path}`
const firstOf = ({ examples: [first] }: ChangeGroup) => first?.index ?? 0

/** From the record as a whole to what is in it. */
const kinds: readonly Change['kind'][] = [
  'appears',
  'vanishes',
  'outcome',
  'topic',
  'key',
  'timestamp',
  'header',
  'field',
]

/** What breaks and is seen most comes first. The keys decide between what one event shows, so that parts merge to the same list. */
const inOrder = ([aKey, a]: [string, ChangeGroup], [bKey, b]: [string, ChangeGroup]): number =>
  Number(b.isBreaking) - Number(a.isBreaking) ||
  b.events - a.events ||
  firstOf(a) - firstOf(b) ||
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
  (aKey < bKey ? -1 : 1)

const maxGroups = 500
const maxExamples = 3

/** Adds up what changes, event by event, in memory that does not grow with their number. */
export function createComparison() {
  const groups = new Map<string, ChangeGroup>()
  const problems = { before: new Map<string, Problem>(), after: new Map<string, Problem>() }
  const records = { before: 0, after: 0 }
  const bytes = { before: 0, after: 0 }
  let events = 0
  let changed = 0
  let unlisted = 0

  const sumUp = (side: 'before' | 'after', outcome: Outcome) => {
    for (const { value } of recordsOf(outcome)) {
      records[side]++
      bytes[side] += byteLength(value)
    }
  }

  const groupOf = (found: Group): ChangeGroup | undefined => {
    const { rule, kind, what, path, isBreaking } = found
    const key = keyOf(found)
    const known = groups.get(key)
    if (known !== undefined) return known
    if (groups.size >= maxGroups) {
      unlisted++
      return undefined
    }
    const group: ChangeGroup = {
      rule,
      kind,
      ...(what !== undefined && { what }),
      ...(path !== undefined && { path }),
      isBreaking,
      events: 0,
      examples: [],
    }
    groups.set(key, group)
    return group
  }

  const count = ({ index, at }: EventPlace, rule: string | null, change: Change, seen: Set<string>) => {
    const { kind, before, after } = change
    const { what, path } = 'path' in change ? change : {}
    const found: Group = { rule, kind, what, path, isBreaking: isBreaking(change) }
    const key = keyOf(found)
    // Each item of a list changes the same field of one event.
    if (seen.has(key)) return
    seen.add(key)
    const group = groupOf(found)
    if (group === undefined) return
    group.events++
    if (group.examples.length < maxExamples)
      group.examples.push({ index, ...(at !== undefined && { at }), before, after })
  }

  return {
    /** What an event with this index came to, and what it comes to now. `at` is where it was read. */
    add(index: number, before: Outcome, after: Outcome, at?: string): void {
      events++
      sumUp('before', before)
      sumUp('after', after)
      const changes = changesOf(before, after)
      if (changes.length === 0) return
      changed++
      const seen = new Set<string>()
      for (const change of changes) count({ index, at }, after.rule ?? before.rule, change, seen)
    },
    /** Adds what other events came to; problems aside, because they are found in the first events. */
    merge(other: Comparison): void {
      events += other.events
      changed += other.changed
      unlisted += other.unlisted
      for (const side of ['before', 'after'] as const) {
        records[side] += other.records[side]
        bytes[side] += other.bytes[side]
      }
      for (const found of other.groups) {
        const group = groupOf({ what: undefined, path: undefined, ...found })
        if (group === undefined) continue
        group.events += found.events
        group.examples = [...group.examples, ...found.examples].sort((a, b) => a.index - b.index).slice(0, maxExamples)
      }
    },
    addProblems(side: 'before' | 'after', found: readonly Problem[]): void {
      for (const problem of found) problems[side].set(`${problem.code} ${problem.cause}`, problem)
    },
    result(): Comparison {
      const only = (side: Map<string, Problem>, other: Map<string, Problem>) =>
        [...side].filter(([key]) => !other.has(key)).map(([, problem]) => problem)
      const listed = [...groups].sort(inOrder).map(([, group]) => group)
      return {
        events,
        same: events - changed,
        changed,
        records,
        bytes,
        unlisted,
        isBreaking: listed.some((group) => group.isBreaking),
        groups: listed,
        problems: {
          comes: only(problems.after, problems.before),
          goes: only(problems.before, problems.after),
        },
      }
    },
  }
}
