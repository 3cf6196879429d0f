import { visit } from 'jsonc-parser'
import { positionAt, type TextPosition } from './text-position.ts'

/** A key that an object of a text has twice; at the place of the later one, whose value JSON keeps. */
export interface RepeatedKey extends TextPosition {
  key: string
}

/** Every key of a JSON text that takes the place of an earlier one. */
export function findRepeatedKeys(text: string): RepeatedKey[] {
  const found: RepeatedKey[] = []
  const open: Set<string>[] = []
  visit(text.replace(/^\uFEFF/, ' '), {
    onObjectBegin: () => {
      open.push(new Set())
    },
    onObjectEnd: () => {
      open.pop()
    },
    onObjectProperty(key, offset) {
      const keys = open.at(-1)
      if (keys?.has(key)) found.push({ key, ...positionAt(text, offset) })
      keys?.add(key)
    },
  })
  return found
}
