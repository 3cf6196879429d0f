import { type Node, parseTree } from 'jsonc-parser'

/**
 * The events of a JSON text as they are written: one, those of a list, or those of the list in one of these members. None
 * where the text is nested too deeply to be looked at.
 */
export function itemTexts(text: string, members: readonly string[]): string[] {
  try {
    const whole = parseTree(text)
    if (whole === undefined) return []
    const [list] = members.flatMap((member) => listIn(whole, member) ?? [])
    return (
      (list ?? (whole.type === 'array' ? whole : { children: [whole] })).children?.map((item) => textOf(text, item)) ??
      []
    )
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) return []
    throw error
  }
}

const textOf = (text: string, { offset, length }: Node) => text.slice(offset, offset + length)

/** Of two equal keys JSON keeps the last. */
function listIn(object: Node, member: string): Node | undefined {
  const found =
    object.type === 'object' ? object.children?.findLast(({ children }) => children?.[0]?.value === member) : undefined
  const value = found?.children?.[1]
  return value?.type === 'array' ? value : undefined
}
