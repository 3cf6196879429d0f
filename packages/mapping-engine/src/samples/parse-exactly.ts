type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown

const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => unknown }

const keepDigits: SourceReviver = (_key, value, context) =>
  typeof value === 'number' && context.source !== undefined && rawJSON ? rawJSON(context.source) : value

/** What a JSON text says, with numbers that JSON.stringify writes as they stand there. Throws a SyntaxError where it is no JSON. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, keepDigits as never)
}
