import { tryJson } from '@mapping-designer/shared-types'
import { holdsEvent } from './unwrap-events.ts'

/** A cell of a table, and where its text begins in the whole one. */
export interface Cell {
  text: string
  offset: number
}

/** The column of a table that holds the events, or the columns among which only a person can choose. */
export interface TableReading {
  columns: string[]
  cells: Cell[]
}

/**
 * Reads CSV, TSV, and the tables that psql and mysql print, where a column holds JSON with events. Undefined for every
 * other text, and for lines of such cells without names above them, which are read as lines. Linear in the length of the text.
 */
export function readTable(text: string): TableReading | undefined {
  if (/^\s*[{[]/.test(text) || !text.includes('{')) return undefined
  for (const separator of [',', ';', '\t', '|']) {
    const rows = rowsOf(text, separator)
    const reading = rows && columnOf(rows, /"\s*[{[]\s*""/.test(text))
    if (reading !== undefined) return reading
  }
  return undefined
}

function columnOf(rows: Cell[][], isQuoted: boolean): TableReading | undefined {
  const [head = [], ...rest] = rows
  const isNamed = !head.some(({ text }) => isEvent(text))
  const found = head.flatMap((_, index) => (rows.some((row) => isEvent(row[index]?.text)) ? [index] : []))
  const isTable = head.length > 1 && rows.every(({ length }) => length === head.length)
  const [index] = found
  if (index === undefined || !(isQuoted || (isNamed && isTable))) return undefined
  const end = { text: '', offset: 0 }
  return {
    columns: found.map((one) => (isNamed && head[one]?.text ? `column \`${head[one].text}\`` : `column ${one + 1}`)),
    cells: (isNamed ? rest : rows).map((row) => row[index] ?? { ...end, offset: row[0]?.offset ?? 0 }),
  }
}

const isEvent = (text: string | undefined) => text?.startsWith('{') === true && holdsEvent(tryJson(text))

/** Undefined where quotes stand elsewhere than around a whole cell. */
function rowsOf(text: string, separator: string): Cell[][] | undefined {
  const isDrawn = separator === '|'
  const cell = isDrawn ? /(?<content>[^|\r\n]*)(?<end>\||\r?\n|\r|$)/y : cellOf(separator)
  const rows: Cell[][] = []
  let row: Cell[] = []
  let offset = 0
  while (offset < text.length) {
    cell.lastIndex = offset
    const found = cell.exec(text)
    if (found === null) return undefined
    const { content = '', end, quoted } = found.groups ?? {}
    row.push({ text: quoted === undefined ? content.trim() : quoted.replaceAll('""', '"'), offset })
    offset += found[0].length
    if (end === separator) continue
    if (!isDrawn || !/^[-+|:\s]*$|^\(\d+ rows?\)$/.test(row.map((one) => one.text).join('|'))) rows.push(row)
    row = []
  }
  return [...rows, row].filter((one) => one.some((each) => each.text !== ''))
}

/** A cell and what ends it; in quotes it may hold separators and lines, and its own quotes are written twice. */
function cellOf(separator: string): RegExp {
  return new RegExp(
    `(?:"(?<quoted>[^"]*(?:""[^"]*)*)(?:"|$)|(?<content>[^"${separator}\\r\\n][^${separator}\\r\\n]*|))(?<end>${separator}|\\r?\\n|\\r|$)`,
    'y',
  )
}
