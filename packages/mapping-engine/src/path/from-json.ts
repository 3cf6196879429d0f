import { jsonOrText } from '@mapping-designer/shared-types'

/** `jsonOrText` of what may be no text: that is its own value, too. */
export function fromJson(value: unknown): unknown {
  return typeof value === 'string' ? jsonOrText(value) : value
}
