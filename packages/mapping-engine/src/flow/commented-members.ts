import { createScanner, type Node, type SyntaxKind } from 'jsonc-parser'

// The enum of jsonc-parser exists for its compiler alone.
const kinds = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, space: 15, end: 17 } as const

/** An entry of an object or a list with the comments that belong to it: above it, and behind it on the same line. */
export interface Member {
  key: string | null
  node: Node
  lead: string
  /** From the key to the value. */
  between: string
  /** From the value to its comma. */
  before: string
  tail: string
}

/** Whether a JSON text has comments. */
export function hasComments(text: string): boolean {
  if (!/\/[/*]/.test(text)) return false
  const scanner = createScanner(text, false)
  for (let token = scanner.scan(); token !== kinds.end; token = scanner.scan()) if (isComment(token)) return true
  return false
}

/** The entries of an object or a list, what stands before the first and what behind the last. */
export function membersOf(text: string, node: Node): { head: string; members: Member[]; rest: string } {
  const { tail: head, next: start } = tailAfter(text, node.offset + 1, true)
  let end = start
  const members = (node.children ?? []).map((child): Member => {
    const [name, inside] = child.type === 'property' ? (child.children ?? []) : []
    const valueNode = inside ?? child
    const lead = text.slice(end, child.offset)
    const after = child.offset + child.length
    const comma = commaAfter(text, after)
    const { tail, next } = tailAfter(text, comma === null ? after : comma + 1, comma !== null)
    end = next
    const between = name ? text.slice(name.offset + name.length, valueNode.offset) : ''
    const before = comma === null ? '' : text.slice(after, comma)
    return { key: name ? String(name.value) : null, node: valueNode, lead, between, before, tail }
  })
  return { head, members, rest: text.slice(end, node.offset + node.length - 1) }
}

/** Where the comma of an entry is; null for one that has none. */
function commaAfter(text: string, from: number): number | null {
  const scanner = createScanner(text, false)
  scanner.setPosition(from)
  let token = scanner.scan()
  while (token === kinds.space || token === kinds.lineBreak || isComment(token)) token = scanner.scan()
  return token === kinds.comma ? scanner.getTokenOffset() : null
}

/** The comments on the line behind what an entry follows, or behind the last one, and where the next entry begins. */
function tailAfter(text: string, from: number, isFollowed: boolean): { tail: string; next: number } {
  const scanner = createScanner(text, false)
  scanner.setPosition(from)
  let tail = ''
  for (let token = scanner.scan(); ; token = scanner.scan()) {
    if (token === kinds.lineBreak || token === kinds.end) {
      return { tail: tail.trimEnd(), next: tail.trim() === '' ? from : scanner.getTokenOffset() }
    }
    if (token === kinds.space || isComment(token)) {
      tail += text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength())
    } else if (isFollowed) return { tail: '', next: from }
    else return { tail: tail.trimEnd(), next: scanner.getTokenOffset() - trailing(tail) }
  }
}

function trailing(text: string): number {
  return text.length - text.trimEnd().length
}

export function endsInLineComment(tail: string): boolean {
  return /\/\/[^\n]*$/.test(tail.replace(/\/\*[\s\S]*?\*\//g, ''))
}

function isComment(token: SyntaxKind): boolean {
  return token === kinds.lineComment || token === kinds.blockComment
}
