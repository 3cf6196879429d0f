import type { JsonValue, Value } from '@mapping-designer/shared-types'

/** An event and the record that is wanted of it. */
export interface Pair {
  event: unknown
  /** The value of the record. */
  value: JsonValue
  topic?: string | undefined
  key?: string | undefined
}

/** `certain`: one source, and pairs that differ and lack it prove it; `likely`: better than what else fits; `doubtful`: a guess. */
export const sureness = ['certain', 'likely', 'doubtful'] as const
export type Sureness = (typeof sureness)[number]

/** One way to give a field its value. */
export interface Choice {
  value: Value
  sure: Sureness
  /** The reason in a few words, such as `equals data.total in all 3 pairs`. */
  why: string
  /** The fields of an item, where the value is made of objects; the value holds those that were found. */
  inside?: Fields | undefined
}

export interface ProposedField {
  /** Names from the outermost field to this one. */
  path: string[]
  /** The best one first. */
  choices: [Choice, ...Choice[]]
}

/** A field that nothing in the events gives. */
export interface OpenField {
  path: string[]
  why: string
  /** What the pair wants, for a static value. */
  wanted?: JsonValue | undefined
}

/** Fields that were found and those that were not. */
export interface Fields {
  fields: ProposedField[]
  open: OpenField[]
}

/** What is proposed for the rule of one event. */
export interface Proposal extends Fields {
  /** `order complete` */
  event: string
  /** The whole value in one step, such as `data`: then there are no fields. */
  whole?: Choice | undefined
  settings: { topic?: string; key?: string }
  /** Pairs of one event want different values. */
  contradictions?: boolean | undefined
  /** Sentences about topic and key, pairs that contradict each other, and events that cannot be mapped. */
  notes: string[]
}

/** How the path of a field is written. */
export const fieldName = (path: readonly string[]): string => path.join('.')

/** The less sure of some. */
export function leastSure(all: readonly Sureness[]): Sureness {
  return sureness[Math.max(0, ...all.map((one) => sureness.indexOf(one)))] ?? 'doubtful'
}

/** How many fields of its items a choice leaves open. */
export const openIn = ({ inside }: Choice): number => inside?.open.length ?? 0

/** The order of choices that are less and less sure. */
export const byDoubt = (a: Choice, b: Choice): number => sureness.indexOf(a.sure) - sureness.indexOf(b.sure)

/** Adds a field with what gives it and what is open in its items, or as open where nothing does. */
export function addField(to: Fields, open: OpenField, [first, ...others]: readonly Choice[]): void {
  const { path } = open
  if (first === undefined) to.open.push(open)
  else to.fields.push({ path, choices: [first, ...others] })
  to.open.push(...(first?.inside?.open ?? []).map((inner) => ({ ...inner, path: [...path, '*', ...inner.path] })))
}

/** Adds the fields of an object in a field. */
export function addFields(to: Fields, { fields, open }: Fields): void {
  to.fields.push(...fields)
  to.open.push(...open)
}

/** The data of a rule with these values at these paths, in their order. */
export function dataOf(values: readonly { path: readonly string[]; value: Value }[]): { map: Record<string, Value> } {
  const root: { map: Record<string, Value> } = { map: {} }
  const maps = new Map([['', root]])
  for (const { path, value } of values) {
    let parent = root
    for (const [index, name] of path.slice(0, -1).entries()) {
      const place = JSON.stringify(path.slice(0, index + 1))
      const inner = maps.get(place) ?? { map: {} }
      maps.set(place, inner)
      parent.map[name] = inner
      parent = inner
    }
    parent.map[path.at(-1) ?? ''] = value
  }
  return root
}

/** The data that takes the best choice of each field. */
export const bestData = (fields: readonly ProposedField[]) =>
  dataOf(fields.map(({ path, choices: [{ value }] }) => ({ path, value })))

/** The rule that takes the best choice of each field. */
export function ruleOf({ whole, fields, settings }: Proposal): { data?: Value; settings?: Proposal['settings'] } {
  const data = whole?.value ?? (fields.length > 0 ? bestData(fields) : undefined)
  return { ...(data !== undefined && { data }), ...(Object.keys(settings).length > 0 && { settings }) }
}
