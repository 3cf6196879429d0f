import { isPlainObject } from '@mapping-designer/mapping-engine'

/** How values without members are written in a form. */
export interface Writing {
  /** Texts, numbers and truth values. */
  scalar: string
  /** Null where no form with one is wanted. */
  nothing: 'null' | null
}

const maxDepth = 20

// Each can end in one way only, so that a text of another form is given up after one walk through it.
const string = String.raw`"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*"`
// So many digits are kept exactly.
const number = String.raw`-?(?:0|[1-9]\d{0,14}|(?:0|[1-9]\d{0,7})\.\d{1,7})`

/** What `JSON.parse` reads without a loss. */
export const lossless: Writing = { scalar: `(?:${string}|${number}|true|false)`, nothing: 'null' }

const ownString = String.raw`"[^"\\\x00-\x1f\ud800-\udfff]*(?:[\ud800-\udbff][\udc00-\udfff][^"\\\x00-\x1f\ud800-\udfff]*)*"`
const ownNumber = String.raw`0|-?(?:[1-9]\d{0,14}|(?:0|[1-9]\d{0,7})\.\d{0,5}[1-9])`

/** What `JSON.stringify` writes again in the same way; without null, which no mapping takes for a property. */
export const unchanged: Writing = { scalar: `(?:${ownString}|${ownNumber}|true|false)`, nothing: null }

/** The pattern of a member, given how its key is written and the pattern of its value. */
type MemberPattern = (holder: object, key: string, written: string, value: string) => string

const plainMember: MemberPattern = (_holder, _key, written, value) => `${written}:${value}`

/**
 * The pattern of all values of one form: those that are written the same way but for what has no members. Null for what has a key that
 * JavaScript takes for something else, or is too deep.
 */
export function patternOf(value: unknown, writing: Writing, memberPattern = plainMember, depth = 0): string | null {
  if (value === null) return writing.nothing
  if (typeof value !== 'object') return writing.scalar
  if (depth > maxDepth) return null
  if (Array.isArray(value)) return listPattern(value.map((item) => patternOf(item, writing, undefined, depth + 1)))
  const members: string[] = []
  for (const [key, member] of Object.entries(value)) {
    const pattern = patternOf(member, writing, memberPattern, depth + 1)
    if (pattern === null || key === '__proto__') return null
    members.push(memberPattern(value, key, escaped(key), pattern))
  }
  return `\\{${members.join(',')}\\}`
}

function listPattern(items: readonly (string | null)[]): string | null {
  const [first] = items
  if (first === undefined) return '\\[\\]'
  if (first === null || items.includes(null)) return null
  // A list of one form has any length.
  return items.every((item) => item === first) ? `\\[${first}(?:,${first})*\\]` : `\\[${items.join(',')}\\]`
}

/** A key as it is written. */
export const escaped = (key: string) => JSON.stringify(key).replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

export function isFlat(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && Object.values(value).every((one) => typeof one !== 'object' || one === null)
}
