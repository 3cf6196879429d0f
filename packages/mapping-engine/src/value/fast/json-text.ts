/** What `JSON.stringify` gives for a property of an event or a mapping; '' for undefined. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return isPlainText(value) ? `"${value}"` : JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? `${value}` : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    default:
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
