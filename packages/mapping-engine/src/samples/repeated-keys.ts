import { createScanner, SyntaxKind } from 'jsonc-parser'
import { positionsIn, type TextPosition } from './text-position.ts'
import type { Piece } from './whole-values.ts'

/** A key that an object of a text has twice; at the place of the later one, whose value JSON keeps. */
export interface RepeatedKey extends TextPosition {
  key: string
}

/** Every key of a JSON text, or of the JSON values in it, that takes the place of an earlier one. */
export function findRepeatedKeys(
  text: string,
  pieces: Iterable<Pick<Piece, 'text' | 'offset'>> = [{ text, offset: 0 }],
): RepeatedKey[] {
  const found: RepeatedKey[] = []
  const positionAt = positionsIn(text)
  for (const piece of pieces) {
    for (const { key, offset } of repeatedIn(piece.text)) found.push({ key, ...positionAt(piece.offset + offset) })
  }
  return found
}

/** Reads token by token: a parser that calls itself for each level ends at some depth. */
function* repeatedIn(text: string): Generator<{ key: string; offset: number }> {
  const scanner = createScanner(text, true)
  const open: Set<string>[] = []
  let last: { key: string; offset: number } | undefined
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken) open.push(new Set())
    else if (token === SyntaxKind.CloseBraceToken) open.pop()
    else if (token === SyntaxKind.ColonToken && last !== undefined) {
      const keys = open.at(-1)
      if (keys?.has(last.key)) yield last
      keys?.add(last.key)
    }
    last = token === SyntaxKind.StringLiteral ? { key: scanner.getTokenValue(), offset: scanner.getTokenOffset() } : undefined
  }
}
