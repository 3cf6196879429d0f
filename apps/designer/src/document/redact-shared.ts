import { isPlainObject, parseCommented, setInFlow } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import type { Shared } from './share.ts'

/** What stands in the place of a text that was left out. */
const redacted = 'redacted'

/** A value of an event that a person may want to leave out. */
export interface SharedField {
  path: string
  /** What it looks like, such as "an e-mail address", or the name that gives it away; null where nothing does. */
  why: string | null
  example: string
}

const personalNames =
  /^(e?mail|phone|tel|first_?name|last_?name|name|address|street|zip|city|birth|dob|ip|agent|device|session|hash|id)$/i

/** Every field of the events, those that look personal first. `kindOf` says what a value looks like. */
export function fieldsToShare(events: readonly unknown[], kindOf: (value: unknown) => string | null): SharedField[] {
  const found = new Map<string, SharedField>()
  const look = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(inner, [...path, Array.isArray(value) ? '*' : key])
      return
    }
    const name = path.join('.')
    const known = found.get(name)
    if (known?.why) return
    const kind = kindOf(value)
    const isNamed = path[0] === 'user' && personalNames.test(path.at(-1) ?? '')
    found.set(name, { path: name, why: kind ?? (isNamed ? 'tells a person' : null), example: JSON.stringify(value) })
  }
  for (const event of events) look(event, [])
  return [...found.values()].sort((a, b) => Number(b.why !== null) - Number(a.why !== null))
}

/** An event with the values of some fields replaced by others of their type. */
function redactEvent(event: JsonValue, paths: ReadonlySet<string>): JsonValue {
  const redact = (value: JsonValue, path: readonly string[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => redact(item, [...path, '*']))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner, [...path, key])]))
    }
    if (!paths.has(path.join('.'))) return value
    if (typeof value === 'number') return 0
    return typeof value === 'string' ? redacted : value
  }
  return redact(event, [])
}

/** A step example of any step of the flow. */
interface FlowTest {
  place: Place
  test: JsonObject
}

/** All tests of a flow file, whatever step they are of. */
export function testsOfFlow(text: string): FlowTest[] {
  const inside = (found: { value: unknown; place: Place }[]) =>
    found.flatMap(({ value, place }) =>
      isPlainObject(value)
        ? Object.entries(value).map(([name, inner]) => ({ value: inner, place: [...place, name] }))
        : [],
    )
  // flows, NAME, destinations, NAME, examples, NAME
  const tests = [1, 2, 3, 4, 5, 6].reduce(inside, [{ value: parseCommented(text), place: [] as Place }])
  return tests.flatMap(({ value, place }) =>
    place[0] === 'flows' && place[4] === 'examples' && isPlainObject(value)
      ? [{ place, test: value as JsonObject }]
      : [],
  )
}

/**
 * What is shared, without the values at some paths of its events: they are gone from events, tests and records, and
 * wherever else the same text stands, such as in titles, names, comments and static values.
 */
export function redactShared({ text, samples }: Shared, paths: ReadonlySet<string>): Shared {
  const tests = testsOfFlow(text)
  const events = samples.map((sample): JsonValue => JSON.parse(sample.text))
  const clean = withoutSecrets(secretsAt([...events, ...tests.flatMap(({ test }) => test['in'] ?? [])], paths))
  const ofTest = (test: JsonObject) =>
    Object.fromEntries(
      Object.entries(test).map(([name, part]) => [name, clean.value(name === 'in' ? redactEvent(part, paths) : part)]),
    )
  return {
    text: clean.flow(tests.reduce((current, { place, test }) => setInFlow(current, place, ofTest(test)), text)),
    samples: samples.map(({ title }, index) => ({
      title: clean.text(title),
      text: JSON.stringify(clean.value(redactEvent(events[index] ?? null, paths)), null, 2),
    })),
  }
}

/** The texts and numbers that stand at some paths of some events, the longest text first. */
function secretsAt(events: readonly JsonValue[], paths: ReadonlySet<string>) {
  const texts = new Set<string>()
  const numbers = new Set<number>()
  const look = (value: JsonValue, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(inner, [...path, Array.isArray(value) ? '*' : key])
    } else if (paths.has(path.join('.'))) {
      if (typeof value === 'string' && value !== '') texts.add(value)
      if (typeof value === 'number') numbers.add(value)
    }
  }
  for (const event of events) look(event, [])
  return { texts: [...texts].sort((a, b) => b.length - a.length), numbers }
}

function withoutSecrets({ texts, numbers }: ReturnType<typeof secretsAt>) {
  const inside = texts.filter((secret) => secret.length > 2)
  // A short plain word may as well be the name of a field or a rule; nobody is told by it.
  const inFlow = inside.filter((secret) => secret.length > 5 || /[^a-z]/i.test(secret))
  const take = (text: string, secrets: readonly string[]) =>
    secrets.reduce((current, secret) => current.replaceAll(secret, redacted), text)
  const text = (whole: string) => (texts.includes(whole) ? redacted : take(whole, inside))
  const value = (whole: JsonValue): JsonValue => {
    if (typeof whole === 'number') return numbers.has(whole) ? 0 : whole
    if (typeof whole === 'string') return ofRecord(whole) ?? text(whole)
    if (Array.isArray(whole)) return whole.map(value)
    if (typeof whole !== 'object' || whole === null) return whole
    return Object.fromEntries(Object.entries(whole).map(([key, inner]) => [text(key), value(inner)]))
  }
  /** The value of a record is JSON inside of a text. */
  const ofRecord = (whole: string): string | null => {
    if (!/^\s*[[{]/.test(whole)) return null
    try {
      return JSON.stringify(value(JSON.parse(whole)))
    } catch {
      return null
    }
  }
  const flow = (whole: string) =>
    take(
      whole,
      inFlow.map((secret) => JSON.stringify(secret).slice(1, -1)),
    )
  return { text, value, flow }
}
