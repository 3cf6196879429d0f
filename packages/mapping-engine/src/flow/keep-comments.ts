import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { type FormattingOptions, getNodeValue, type Node, parseTree } from 'jsonc-parser'
import { isPlainObject } from '../path/is-plain-object.ts'
import { endsInLineComment, hasComments, type Member, membersOf } from './commented-members.ts'

/** The text of a document while one of its objects or lists is rewritten. */
interface Writing {
  text: string
  root: Node
  unit: string
  eol: string
  /** Whether what stands at a node is still in the new value there: then its comments stay there as well. */
  isKept(node: Node): boolean
}

/**
 * The text with one value set, removed (undefined) or put into a list, where entries keep how they are written and their
 * comments: those that stay, those that get another name or place, and those inside them. Null where there is nothing to keep them in: then nothing
 * stands at the place or above it.
 */
export function editWithComments(
  text: string,
  place: Place,
  value: JsonValue | undefined,
  { isInsertion, format }: { isInsertion: boolean; format: FormattingOptions },
): string | null {
  const root = parseTree(text, [], { allowTrailingComma: true })
  if (root === undefined) return null
  const isChanged = isInsertion || value === undefined || !isContainer(value)
  const depth = depthOfContainer(root, place, isChanged ? place.length - 1 : place.length)
  if (depth === null) return null
  const node = nodeAt(root, place.slice(0, depth))
  if (node === undefined) return null
  const next = changedAt(getNodeValue(node), place.slice(depth), value, isInsertion)
  const writing: Writing = {
    text,
    root,
    unit: format.insertSpaces ? ' '.repeat(format.tabSize ?? 2) : '\t',
    eol: format.eol ?? '\n',
    isKept: (one) => isSame(getNodeValue(one), valueAt(next, pathTo(one, node))),
  }
  const written = write(writing, next, node, indentAt(text, node.offset))
  return text.slice(0, node.offset) + written + text.slice(node.offset + node.length)
}

/** How many steps of a place lead to the last object or list that is there. */
function depthOfContainer(root: Node, place: Place, from: number): number | null {
  for (let depth = from; depth >= 0; depth--) {
    const type = nodeAt(root, place.slice(0, depth))?.type
    if (type === 'object' || type === 'array') return depth
    // A text or a number stands in the way.
    if (type !== undefined && depth < place.length) return null
  }
  return null
}

function nodeAt(root: Node, place: Place): Node | undefined {
  let node: Node | undefined = root
  for (const step of place) {
    node =
      node?.type === 'object'
        ? node.children?.findLast(({ children }) => children?.[0]?.value === step)?.children?.[1]
        : node?.children?.[Number(step)]
  }
  return node
}

/** The steps from one node down to another, or null where it does not lie inside. */
function pathTo(node: Node, from: Node): Place | null {
  const steps: (string | number)[] = []
  for (let one: Node | undefined = node; one !== from; one = one.parent) {
    if (one?.parent === undefined) return null
    if (one.parent.type === 'property') one = one.parent
    const step = one.type === 'property' ? one.children?.[0]?.value : one.parent?.children?.indexOf(one)
    steps.unshift(step as string | number)
  }
  return steps
}

function valueAt(value: unknown, place: Place | null): unknown {
  let found = value
  for (const step of place ?? []) found = isContainer(found) ? Reflect.get(found, step) : undefined
  return place === null ? undefined : found
}

/** A copy of a value with a change at a place inside it. */
function changedAt(container: unknown, place: Place, value: JsonValue | undefined, isInsertion: boolean): unknown {
  const [step, ...rest] = place
  if (step === undefined) return value
  const inner = rest.length === 0 ? value : changedAt(valueAt(container, [step]) ?? {}, rest, value, isInsertion)
  if (Array.isArray(container)) {
    const index = Number(step)
    if (rest.length === 0 && isInsertion) return container.toSpliced(index, 0, inner)
    return inner === undefined ? container.toSpliced(index, 1) : container.toSpliced(index, 1, inner)
  }
  const entries = isPlainObject(container) ? Object.entries(container) : []
  const at = entries.findIndex(([key]) => key === step)
  if (inner === undefined) return Object.fromEntries(entries.filter(([key]) => key !== step))
  return Object.fromEntries(at === -1 ? [...entries, [String(step), inner]] : entries.with(at, [String(step), inner]))
}

/** A value as text: what stands at its old node, what equals it elsewhere in the document, or its entries one by one. */
function write(writing: Writing, value: unknown, old: Node | undefined, indent: string): string {
  if (old && isSame(getNodeValue(old), value)) return moved(writing, old, indent)
  if (!isContainer(value)) return JSON.stringify(value)
  const isSameKind = old?.type === (Array.isArray(value) ? 'array' : 'object')
  if (isSameKind) return writeMembers(writing, value, old, indent)
  const twin = (old && soleChild(old, value)) ?? findTwin(writing, value, writing.root)
  return twin ? moved(writing, twin, indent) : writeMembers(writing, value, undefined, indent)
}

/** The item of a list that now stands in its place. */
function soleChild(list: Node, value: unknown): Node | undefined {
  return list.children?.find((item) => isSame(getNodeValue(item), value))
}

/** The text of a node, indented for another place. */
function moved({ text, eol }: Writing, node: Node, indent: string): string {
  const own = indentAt(text, node.offset)
  const written = text.slice(node.offset, node.offset + node.length)
  return own === indent ? written : written.replaceAll(`${eol}${own}`, eol + indent)
}

/** Something equal with comments in it, from which an entry was taken or copied. */
function findTwin(writing: Writing, value: object, from: Node): Node | undefined {
  const isLike = from.type === (Array.isArray(value) ? 'array' : 'object')
  if (isLike && from.children?.length === Object.keys(value).length && isSame(getNodeValue(from), value)) {
    return hasComments(writing.text.slice(from.offset, from.offset + from.length)) ? from : undefined
  }
  for (const child of from.children ?? []) {
    const found = findTwin(writing, value, child)
    if (found) return found
  }
  return undefined
}

function writeMembers(writing: Writing, value: object, old: Node | undefined, indent: string): string {
  const { eol, unit } = writing
  const { head, members, rest } = old ? membersOf(writing.text, old) : { head: '', members: [], rest: '' }
  const isBroken = members.length === 0 || members.some(({ lead }) => lead.includes('\n'))
  const inner =
    members.map(({ lead }) => /\n([ \t]*)$/.exec(lead)?.[1]).find((one) => one !== undefined) ?? indent + unit
  const fresh = isBroken ? eol + inner : ' '
  const entries: [string | null, unknown][] = Array.isArray(value)
    ? value.map((item) => [null, item])
    : Object.entries(value)
  let out = head
  let isInComment = endsInLineComment(head)
  const add = (piece: string, comments: string) => {
    // What follows a comment to the end of the line begins on the next one.
    out += isInComment && !/^\s*\n/.test(piece) ? eol + inner + piece.trimStart() : piece
    isInComment = endsInLineComment(comments)
  }
  const partners = matchMembers(entries, members)
  for (const [index, [key, item]] of entries.entries()) {
    const partner = partners[index] ?? strayMember(writing, item)
    const name = key === null ? '' : JSON.stringify(key) + (partner?.key == null ? ': ' : partner.between)
    const isOwn = partners[index] !== undefined
    const lead = isOwn ? (partner?.lead ?? fresh) : movedLead(partner?.lead ?? '', fresh, eol + inner)
    add(lead + name + write(writing, item, partner?.node, inner), '')
    const { before = '', tail = '' } = partner ?? {}
    if (index < entries.length - 1) add(`${before},`, '')
    else if (before.trim() !== '') add(before.trimEnd(), before.trimEnd())
    if (tail !== '') add(tail, tail)
  }
  add(rest, '')
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (out === '') return `${open}${close}`
  return `${open}${out}${members.length === 0 && !out.endsWith(indent) ? eol + indent : ''}${close}`
}

/** An entry that leaves its place takes the comments around it along. */
function strayMember(writing: Writing, value: unknown): Member | undefined {
  const twin = isContainer(value) ? findTwin(writing, value, writing.root) : undefined
  if (twin === undefined || writing.isKept(twin)) return undefined
  const owner = twin.parent?.type === 'property' ? twin.parent.parent : twin.parent
  return owner && membersOf(writing.text, owner).members.find(({ node }) => node === twin)
}

/** Comments above an entry, each on a line of its own. */
function movedLead(lead: string, fresh: string, line: string): string {
  const comments = lead
    .trim()
    .split(/\r?\n[ \t]*/)
    .filter((comment) => comment !== '')
  return comments.length === 0 ? fresh : `${line}${comments.join(line)}${line}`
}

/** For each new entry the old one that it was: by name and value, by name, by value, and else by its place. */
function matchMembers(
  entries: readonly [string | null, unknown][],
  members: readonly Member[],
): (Member | undefined)[] {
  const found: (Member | undefined)[] = entries.map(() => undefined)
  const left = new Set(members)
  const take = (isWanted: (member: Member, key: string | null, value: unknown, index: number) => boolean) => {
    for (const [index, [key, value]] of entries.entries()) {
      if (found[index] !== undefined) continue
      const member = [...left].find((one) => isWanted(one, key, value, index))
      if (member === undefined) continue
      found[index] = member
      left.delete(member)
    }
  }
  take((member, key, value) => member.key !== null && member.key === key && isSame(getNodeValue(member.node), value))
  take((member, key) => member.key !== null && member.key === key)
  take((member, _key, value) => isSame(getNodeValue(member.node), value))
  const open = found.filter((one) => one === undefined).length
  if (open === left.size) take(() => true)
  return found
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Equal as JSON, the order of names included. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The spaces before the first character of the line of an offset. */
function indentAt(text: string, offset: number): string {
  return /[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''
}
