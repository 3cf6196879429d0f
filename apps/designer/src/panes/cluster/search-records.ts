import { explainValue } from '@mapping-designer/mapping-engine'
import { type BrowsedRecord, type JsonValue, tryJson } from '@mapping-designer/shared-types'
import { textOf, unframed } from './take-samples.ts'

const condition = /^(key|value|header)((?:\.[^\s<>=!]+)?)\s*(!=|>=|<=|=|>|<)\s*(.+)$/

/**
 * The records that a search finds: a text anywhere in key, value and headers, or a condition on one of them, such as
 * `value.items.*.price > 100`, `key = O-1`, `header.x-flow != shop`. Upper and lower case count in conditions alone.
 */
export function searchRecords(records: readonly BrowsedRecord[], search: string): readonly BrowsedRecord[] {
  const text = search.trim()
  if (text === '') return records
  const [whole, part, path = '', sign = '=', wanted = ''] = condition.exec(text) ?? []
  if (whole === undefined) {
    const lower = text.toLowerCase()
    return records.filter((record) => textsOf(record).some((one) => one.toLowerCase().includes(lower)))
  }
  const meets = comparison(sign, wanted.trim())
  const name = path.slice(1)
  return records.filter((record) => {
    const found =
      part === 'header'
        ? headersOf(record, name)
        : valuesOf(part === 'key' ? textOf(record.key) : valueText(record), name)
    // Without the field, it is not equal to anything.
    return sign === '!=' ? found.every(meets) : found.some(meets)
  })
}

/** What a search looks for, to mark it where it stands; empty where it compares. */
export function searchedText(search: string): string {
  const text = search.trim()
  const [whole, , , sign, wanted = ''] = condition.exec(text) ?? []
  if (whole === undefined) return text
  return sign === '=' ? wanted.trim().replace(/^"(.*)"$/, '$1') : ''
}

const valueText = (record: BrowsedRecord) => unframed(record) ?? textOf(record.value)
const headersOf = ({ headers }: BrowsedRecord, name: string): JsonValue[] =>
  headers.flatMap(([own, bytes]) => (name === '' || own === name ? [textOf(bytes)] : []))

function textsOf(record: BrowsedRecord): string[] {
  return [textOf(record.key), valueText(record), ...record.headers.flatMap(([name, bytes]) => [name, textOf(bytes)])]
}

/** What stands at a path of a JSON text; all of the text without a path. */
function valuesOf(text: string, path: string): JsonValue[] {
  if (path === '') return [text]
  const found = explainValue(path, tryJson(text) ?? null, {}, {})
  if (!found.isSet) return []
  return path.includes('*') && Array.isArray(found.value) ? found.value : [found.value as JsonValue]
}

function comparison(sign: string, wanted: string): (value: JsonValue) => boolean {
  const quoted = tryJson(wanted)
  const text = typeof quoted === 'string' ? quoted : wanted
  return (value) => {
    const own = typeof value === 'string' ? value : JSON.stringify(value)
    const isNumeric = text !== '' && own !== '' && Number.isFinite(Number(text)) && Number.isFinite(Number(own))
    const order = isNumeric ? Number(own) - Number(text) : own < text ? -1 : own > text ? 1 : 0
    if (sign === '=') return own === text || (isNumeric && order === 0)
    if (sign === '!=') return own !== text && !(isNumeric && order === 0)
    return sign.startsWith('>')
      ? order > 0 || (sign === '>=' && order === 0)
      : order < 0 || (sign === '<=' && order === 0)
  }
}
