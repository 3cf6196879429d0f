/** A number that JSON.stringify writes with these digits, as `JSON.rawJSON` of newer engines does. */
export function exactNumber(digits: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }
  return rawJSON(digits)
}
