import type { JsonLine } from './json-lines.ts'
import { toggled } from './toggled.ts'

/** Which objects and lists of a JSON text are folded, by their paths: those that are named, or all others. */
export interface Folds {
  isAll: boolean
  except: ReadonlySet<string>
}

export const noFolds: Folds = { isAll: false, except: new Set() }
export const allFolds: Folds = { isAll: true, except: new Set() }

/** A line on screen, and which one it is of all. */
export interface ShownLine extends JsonLine {
  at: number
}

const opening = /[[{]$/
/** What a folded line ends with, such as `[…],  2 entries`; no text of JSON does. */
const folded = /^(.*[[{]…[}\]],?)\u2003(\d+ (?:entry|entries))$/s

const keyOf = (path: JsonLine['path']) => JSON.stringify(path)

export function toggleFold({ isAll, except }: Folds, path: JsonLine['path']): Folds {
  return { isAll, except: toggled(except, keyOf(path)) }
}

/** Whether a line begins an object or a list inside of the value, open or folded. */
export function foldOf(text: string): 'open' | 'folded' | null {
  if (folded.test(text)) return 'folded'
  return opening.test(text) && text.length > 1 ? 'open' : null
}

/** A folded line as the JSON in it, and how many entries are inside. */
export function partsOfFolded(text: string): [json: string, count: string] | null {
  const [, json, count] = folded.exec(text) ?? []
  return json === undefined || count === undefined ? null : [json, count]
}

/** The lines that are left where some are folded into the one that they begin with. */
export function foldLines(lines: readonly JsonLine[], { isAll, except }: Folds): readonly ShownLine[] {
  if (!isAll && except.size === 0) return lines.map(({ text, path }, at) => ({ text, path, at }))
  const shown: ShownLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const { text, path } = lines[at] ?? { text: '', path: [] }
    const isFolded = foldOf(text) === 'open' && path.length > 0 && isAll !== except.has(keyOf(path))
    const end = isFolded ? endOf(lines, at) : -1
    if (end === -1) shown.push({ text, path, at })
    else {
      const count = lines.slice(at + 1, end).filter((line) => isDirect(line, path.length)).length
      const close = lines[end]?.text.trim()
      shown.push({ text: `${text}…${close}\u2003${count} ${count === 1 ? 'entry' : 'entries'}`, path, at })
      at = end
    }
  }
  return shown
}

/** The line that closes what another one opens; -1 where it was cut off. */
function endOf(lines: readonly JsonLine[], at: number): number {
  for (let end = at + 1; end < lines.length; end++) if (lines[end]?.path === lines[at]?.path) return end
  return -1
}

function isDirect({ path, text }: JsonLine, depth: number): boolean {
  return path.length === depth + 1 && !/^[}\]],?$/.test(text.trim())
}

/** The lines of a pretty JSON text, with the place of what stands on each; digits and escapes stay as they are written. */
export function linesOf(text: string): JsonLine[] {
  const around: { path: JsonLine['path']; count: number }[] = []
  return text.split('\n').map((line): JsonLine => {
    if (/^\s*[}\]],?$/.test(line)) return { text: line, path: around.pop()?.path ?? [] }
    const parent = around.at(-1)
    const key = /^\s*("(?:\\.|[^"\\])*"): /.exec(line)?.[1]
    const path = parent === undefined ? [] : [...parent.path, key === undefined ? parent.count : JSON.parse(key)]
    if (parent !== undefined) parent.count++
    if (opening.test(line)) around.push({ path, count: 0 })
    return { text: line, path }
  })
}
