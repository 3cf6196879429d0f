import { type JsonValue, tryJson } from '@mapping-designer/shared-types'
import { fromJson } from '../path/from-json.ts'
import { hasMembers } from '../path/is-plain-object.ts'
import { comments, doubleQuoted } from './quoted-source.ts'
import { positionsIn, type TextPosition } from './text-position.ts'
import type { Piece } from './whole-values.ts'

/** A key that an object of a text has twice; at the place of the later one, whose value JSON keeps. */
export interface RepeatedKey extends TextPosition {
  key: string
}

/** A piece of a text, with what it says where it is JSON that was read already. */
type Read = Pick<Piece, 'text' | 'offset'> & { value?: JsonValue | undefined }

/** Every key of a JSON text, or of the JSON values in it, that takes the place of an earlier one. */
export function findRepeatedKeys(text: string, pieces: Iterable<Read> = [{ text, offset: 0 }]): RepeatedKey[] {
  const found: RepeatedKey[] = []
  const positionAt = positionsIn(text)
  for (const piece of pieces) {
    for (const { key, offset } of repeatedIn(piece)) found.push({ key, ...positionAt(piece.offset + offset) })
  }
  return found
}

const token = new RegExp(`${doubleQuoted}|${comments}|[{}:]|[^\\s"/{}:]+`, 'g')

/** Reads token by token: a parser that calls itself for each level ends at some depth. */
function* repeatedIn({ text, value = tryJson(text) }: Read): Generator<{ key: string; offset: number }> {
  if (hasEachKeyOnce(text, value)) return
  const open: Set<string>[] = []
  let last: { key: string; offset: number } | undefined
  for (const { 0: part, index: offset } of text.matchAll(token)) {
    if (part === '{') open.push(new Set())
    else if (part === '}') open.pop()
    else if (part === ':' && last !== undefined) {
      const keys = open.at(-1)
      if (keys?.has(last.key)) yield last
      keys?.add(last.key)
    }
    last = part.startsWith('"') ? { key: keyOf(part), offset } : undefined
  }
}

/** Whether the value of a JSON text has as many keys as its text can have: a quick look that settles nearly all texts. */
function hasEachKeyOnce(text: string, json: JsonValue | undefined): boolean {
  const open = hasMembers(json) ? [json] : []
  let keys = 0
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const inside = Object.values(value)
    if (!Array.isArray(value)) keys += inside.length
    for (const inner of inside) if (hasMembers(inner)) open.push(inner)
  }
  return keys > 0 && keys === text.match(/"\s*:/g)?.length
}

function keyOf(literal: string): string {
  const key = fromJson(literal)
  return typeof key === 'string' ? key : literal
}
