import type { KafkaRecord } from '@mapping-designer/shared-types'

/** Where a record on screen is another than the genuine one; `at` is the index of a UTF-8 byte in the field. */
export interface RecordDifference {
  field: string
  at: number
  genuine: KafkaRecord | null
}

const fields = ['topic', 'key', 'value', 'headers', 'timestamp'] as const

/** The first difference between the records that the packages send and those that the preview shows, if any. */
export function firstDifference(
  genuine: readonly KafkaRecord[],
  shown: readonly KafkaRecord[],
): RecordDifference | null {
  for (let index = 0; index < Math.max(genuine.length, shown.length); index++) {
    const [real, own] = [genuine[index] ?? null, shown[index]]
    if (real === null || own === undefined) {
      const field = Math.max(genuine.length, shown.length) > 1 ? 'records' : 'outcome'
      return { field, at: index, genuine: real }
    }
    const field = fields.find((name) => textOf(own[name]) !== textOf(real[name]))
    if (field !== undefined) return { field, at: differingByte(textOf(own[field]), textOf(real[field])), genuine: real }
  }
  return null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function differingByte(a: string, b: string): number {
  const encoder = new TextEncoder()
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  let index = 0
  while (index < left.length && left[index] === right[index]) index++
  return index
}
