import { isPlainObject, writtenList } from '@mapping-designer/mapping-engine'
import { escaped, isFlat, lossless, patternOf } from './form-pattern.ts'
import { leftOut } from './left-out.ts'
import { type ListForm, listForm } from './list-form.ts'

/** The events of one form: what is written the same way but for its texts, numbers and truth values. */
export interface EventTemplate {
  /** The event in a text of this form, which `JSON.parse` reads without a loss; null for any other text. */
  read(text: string): unknown
  /** The same form with more of its members read. */
  reading(names: readonly string[]): EventTemplate
}

/** Longer patterns are slow. */
const maxPattern = 20_000

/**
 * The form of an event that was read without a loss. Of its members, lists and objects are only read where they are among the names;
 * something stands for the others. Null for what no template is made of.
 */
export function templateOf(event: unknown, names: ReadonlySet<string> = new Set()): EventTemplate | null {
  if (!isPlainObject(event) || patternOf(event, lossless) === null) return null
  const members = Object.entries(event).map(([key, value]) => memberOf(key, value, names))
  const pattern = `^\\{${members.map(({ key, pattern }) => `${escaped(key)}:${pattern}`).join(',')}\\}$`
  if (pattern.length > maxPattern) return null
  const form = new RegExp(pattern)
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
  /** Makes what stands for a list from its text. */
  list?: (...texts: Parameters<ListForm['written']>) => object
  /** The names of what is found in it; without them it is a text, a number or a truth value. */
  fields?: readonly string[]
  /** Reading it piece by piece brings nothing. */
  isDeep?: boolean
}

function memberOf(key: string, value: unknown, names: ReadonlySet<string>): Member {
  const pattern = patternOf(value, lossless) ?? ''
  if (typeof value !== 'object' || value === null) return { key, pattern: `(${pattern})` }
  if (!names.has(key)) {
    const form = Array.isArray(value) ? listForm(value) : null
    return form === null ? { key, pattern, stand: standFor(key, value) } : listMember(key, form)
  }
  if (!isFlat(value)) return { key, pattern, isDeep: true }
  const fields = Object.entries(value).map(([name, inner]) => `${escaped(name)}:(${patternOf(inner, lossless)})`)
  return { key, pattern: `\\{${fields.join(',')}\\}`, fields: Object.keys(value) }
}

function listMember(key: string, { pattern, written }: ListForm): Member {
  const standFor = leftOut(key)
  return { key, pattern, list: (...texts) => standFor(Object.assign([], { [writtenList]: written(...texts) })) }
}

/** A function that makes objects as they are written in JavaScript is much faster than one that adds key by key. */
function compileBuild(members: readonly Member[]): (found: RegExpExecArray) => unknown {
  const stands: unknown[] = []
  let group = 0
  const stored = (stand: unknown) => `stands[${stands.push(stand) - 1}]`
  const text = () => `found[${++group}]`
  const found = () => `scalar(${text()})`
  const sourceOf = ({ stand, list, fields }: Member) => {
    if (stand !== undefined) return stored(stand)
    if (list !== undefined) return `${stored(list)}(${text()}, ${text()})`
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
  return leftOut(key, hasMarks ? { count: 1, trace: '' } : {})(Array.isArray(value) ? [] : {})
}

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
