import { isCyclic, jsonSize } from '../../path/json-size.ts'

/** Characters of a value beyond which no record is built. Kafka takes batches of 1 MiB by default. */
export const maxValueLength = 16 * 2 ** 20

/** Thrown in place of a text that is longer. */
export class ValueTooLarge extends Error {
  constructor() {
    super(
      `The value is larger than ${maxValueLength / 2 ** 20} MiB. Kafka takes 1 MiB by default, so the record is not built.`,
    )
  }
}

/** What `JSON.stringify` gives; throws where it would be too large, before it is made. */
export function boundedJson(value: unknown): string {
  if (jsonSize(value, maxValueLength) > maxValueLength && !isCyclic(value)) throw new ValueTooLarge()
  return JSON.stringify(value)
}

/**
 * What `JSON.stringify` gives for a property of an event or a mapping; '' for undefined. `growth` says how many
 * characters the mapping may have added to each item of a list: where that may come to a lot, the text is measured first.
 */
export function jsonText(value: unknown, growth: number): string {
  switch (typeof value) {
    case 'string':
      return isPlainText(value) ? `"${value}"` : JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? `${value}` : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      if (growth > 0 && (Array.isArray(value) ? value.length : 1) * growth > maxValueLength) return boundedJson(value)
      return JSON.stringify(value) ?? ''
  }
}

const longText = 60
const plainText = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

/** Whether a text stands in JSON as it is. A regular expression costs more than a look at each unit of a short text. */
export function isPlainText(text: string): boolean {
  if (text.length > longText) return plainText.test(text)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return false
  }
  return true
}
