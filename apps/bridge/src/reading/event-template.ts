import { isPlainObject } from '@mapping-designer/mapping-engine'
import { leftOut } from './left-out.ts'

/** The events of one form: what is written the same way but for its texts, numbers and truth values. */
export interface EventTemplate {
  /** The event in a text of this form, which `JSON.parse` reads without a loss; null for any other text. */
  read(text: string): unknown
  /** The same form with more of its members read. */
  reading(names: readonly string[]): EventTemplate
}

/** Longer patterns are slow. */
const maxPattern = 16_000
const maxDepth = 20

// Each can end in one way only, so that a text of another form is given up after one walk through it.
const string = String.raw`"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*"`
// So many digits are kept exactly.
const number = String.raw`-?(?:0|[1-9]\d{0,14}|(?:0|[1-9]\d{0,7})\.\d{1,7})`
const scalar = `(?:${string}|${number}|true|false)`

/**
 * The form of an event that was read without a loss. Of its members, lists and objects are only read where they are among the names;
 * something stands for the others. Null for what no template is made of.
 */
export function templateOf(event: unknown, names: ReadonlySet<string> = new Set()): EventTemplate | null {
  if (!isPlainObject(event)) return null
  const shape = patternOf(event, 0)
  if (shape === null || shape.length > maxPattern) return null
  const members = Object.entries(event).map(([key, value]) => memberOf(key, value, names))
  const form = new RegExp(`^\\{${members.map(({ pattern }) => pattern).join(',')}\\}$`)
  const isWhole = members.some(({ isDeep }) => isDeep)
  const build = compileBuild(members)
  return {
    read(text) {
      const found = form.exec(text)
      if (found === null) return null
      return isWhole ? JSON.parse(text) : build(found)
    },
    reading(more) {
      const all = new Set([...names, ...more])
      return (all.size === names.size ? null : templateOf(event, all)) ?? this
    },
  }
}

/** How a member of an event is found in its text, and what is made of it. */
interface Member {
  key: string
  pattern: string
  /** What stands for it. */
  stand?: object
  /** The names of what is found in it; without them it is a text, a number or a truth value. */
  fields?: readonly string[]
  /** Reading it piece by piece brings nothing. */
  isDeep?: boolean
}

function memberOf(key: string, value: unknown, names: ReadonlySet<string>): Member {
  const written = (inner: string) => `${escaped(key)}:${inner}`
  const pattern = patternOf(value, 0) ?? ''
  if (typeof value !== 'object' || value === null) return { key, pattern: written(`(${pattern})`) }
  if (!names.has(key)) return { key, pattern: written(pattern), stand: standFor(key, value) }
  if (!isFlat(value)) return { key, pattern: written(pattern), isDeep: true }
  const fields = Object.entries(value).map(([name, inner]) => `${escaped(name)}:(${patternOf(inner, 0)})`)
  return { key, pattern: written(`\\{${fields.join(',')}\\}`), fields: Object.keys(value) }
}

/** A function that makes objects as they are written in JavaScript is much faster than one that adds key by key. */
function compileBuild(members: readonly Member[]): (found: RegExpExecArray) => unknown {
  const stands: unknown[] = []
  let group = 0
  const found = () => `scalar(found[${++group}])`
  const sourceOf = ({ stand, fields }: Member) => {
    if (stand !== undefined) return `stands[${stands.push(stand) - 1}]`
    return fields === undefined ? found() : objectOf(fields.map((name) => [name, found()]))
  }
  const object = objectOf(members.map((member) => [member.key, sourceOf(member)]))
  const make = new Function('scalar', 'stands', `return (found) => (${object})`)
  return make(scalarIn, stands)
}

const objectOf = (members: (readonly [name: string, value: string])[]) =>
  `{ ${members.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(', ')} }`

/** The collector adds these members to a source that lacks them, so it looks at them even where the source is left out. */
function standFor(key: string, value: object): object {
  const hasMarks =
    key === 'source' && ['count', 'trace'].every((name) => Object.hasOwn(value, name) && value[name as never] !== null)
  return leftOut(key, { isList: Array.isArray(value), ...(hasMarks && { members: { count: 1, trace: '' } }) })
}

function isFlat(value: object): value is Record<string, unknown> {
  return isPlainObject(value) && Object.values(value).every((one) => typeof one !== 'object' || one === null)
}

/** Null for what has a key that JavaScript takes for something else, or is too deep. */
function patternOf(value: unknown, depth: number): string | null {
  if (value === null) return 'null'
  if (typeof value !== 'object') return scalar
  if (depth > maxDepth) return null
  if (Array.isArray(value)) {
    const items = value.map((item) => patternOf(item, depth + 1))
    if (items.includes(null)) return null
    const [first] = items
    if (first === undefined) return '\\[\\]'
    // A list of one form has any length.
    return items.every((item) => item === first) ? `\\[${first}(?:,${first})*\\]` : `\\[${items.join(',')}\\]`
  }
  const members: string[] = []
  for (const [key, member] of Object.entries(value)) {
    const pattern = patternOf(member, depth + 1)
    if (pattern === null || key === '__proto__') return null
    members.push(`${escaped(key)}:${pattern}`)
  }
  return `\\{${members.join(',')}\\}`
}

/** A key as it is written. */
const escaped = (key: string) => JSON.stringify(key).replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

function scalarIn(text: string): unknown {
  switch (text.charCodeAt(0)) {
    case 0x22:
      return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1)
    case 0x74:
      return true
    case 0x66:
      return false
    case 0x6e:
      return null
    default:
      return Number(text)
  }
}
