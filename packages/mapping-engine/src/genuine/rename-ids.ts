import type { KafkaRecord } from '@mapping-designer/shared-types'

const id = /^[0-9a-f]{16}$/
const hexDigit = /[0-9a-f]/

/**
 * Records with the ids that were made at random named as in other records. `given` is all that was put in: an id that is
 * made stands nowhere in it. A preview gives equal events one id.
 */
export function renameIds(
  records: readonly KafkaRecord[],
  shown: readonly KafkaRecord[],
  given: string,
): readonly KafkaRecord[] {
  const wanted = textOf(shown)
  let text = textOf(records)
  for (let at = differenceOf(text, wanted, 0); at < text.length; at = differenceOf(text, wanted, at + 1)) {
    const start = startOfId(text, wanted, at)
    if (start === null) break
    const [made, name] = [text.slice(start, start + 16), wanted.slice(start, start + 16)]
    if (given.includes(made) || given.includes(name)) break
    text = text.replaceAll(made, name)
  }
  return JSON.parse(text)
}

function textOf(records: readonly KafkaRecord[]): string {
  return JSON.stringify(
    records.map(({ topic, key, value, headers, timestamp }) => ({ topic, key, value, headers, timestamp })),
  )
}

function differenceOf(one: string, other: string, from: number): number {
  let at = from
  while (at < one.length && one[at] === other[at]) at++
  return at
}

/** Where the two ids begin that a difference is in; ids stand in quotes or between characters that are no digits of theirs. */
function startOfId(one: string, other: string, at: number): number | null {
  for (let start = Math.max(0, at - 15); start <= at; start++) {
    const isOne = [one, other].every((text) => id.test(text.slice(start, start + 16)))
    const isWhole = !hexDigit.test(one[start - 1] ?? '') && !hexDigit.test(one[start + 16] ?? '')
    if (isOne && isWhole) return start
  }
  return null
}
