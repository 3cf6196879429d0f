/** One line of a JSON text as `JSON.stringify(value, null, 2)` writes it, with the place of what stands on it. */
export interface JsonLine {
  text: string
  path: readonly (string | number)[]
}

/** The lines of a JSON value, up to a number of them. */
export function jsonLines(value: unknown, most: number): { lines: JsonLine[]; isCut: boolean } {
  const lines: JsonLine[] = []
  const write = (inner: unknown, path: readonly (string | number)[], start: string, end: string): void => {
    if (lines.length >= most) return
    const indent = '  '.repeat(path.length)
    const isList = Array.isArray(inner)
    if (typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0) {
      lines.push({ text: `${indent}${start}${JSON.stringify(inner)}${end}`, path })
      return
    }
    lines.push({ text: `${indent}${start}${isList ? '[' : '{'}`, path })
    const entries: [string | number, unknown][] = isList ? [...inner.entries()] : Object.entries(inner)
    for (const [index, [key, item]] of entries.entries()) {
      const comma = index < entries.length - 1 ? ',' : ''
      write(item, [...path, key], isList ? '' : `${JSON.stringify(key)}: `, comma)
    }
    if (lines.length < most) lines.push({ text: `${indent}${isList ? ']' : '}'}${end}`, path })
  }
  write(value, [], '', '')
  return { lines, isCut: lines.length >= most }
}
