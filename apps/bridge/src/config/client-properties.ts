/** Settings of a Kafka client by their names, such as `bootstrap.servers`. */
export type ClientProperties = ReadonlyMap<string, string>

/** Reads a `.properties` file, or the `.conf` of kcat and librdkafka, which has the same form. */
export function parseProperties(text: string): ClientProperties {
  const found = new Map<string, string>()
  // The lines of a certificate or a key belong to it, with backslashes or without.
  const whole = text
    .replace(/^\uFEFF/, '')
    .replace(/-----BEGIN [\s\S]*?-----END [^-\n]*-----/g, (pem) => pem.replaceAll(/\\?\r?\n/g, ' '))
  const lines = whole.replace(/(?<!\\)((?:\\\\)*)\\\r?\n[ \t]*/g, '$1')
  for (const line of lines.split(/\r?\n/)) {
    // The name ends at a blank, an equals sign or a colon that has no backslash before it.
    const match = /^\s*((?:\\.|[^#!\s=:\\[])(?:\\.|[^=:\s\\])*)(?:\s*[=:]\s*|\s+|$)(.*)$/.exec(line)
    if (match?.[1] !== undefined) found.set(unescaped(match[1]), unescaped(match[2] ?? ''))
  }
  return found
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([\dA-Fa-f]{4})|\\(.)/g, (_, code?: string, char?: string) =>
      code === undefined ? (escapes[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .trim()
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** The leaves of nested settings under their names joined by dots; lists are joined by commas. */
export function flattened(value: unknown, prefix = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) flattened(item, joined(prefix, key), found)
  } else if (value !== null && value !== undefined) {
    found.set(prefix, Array.isArray(value) ? value.join(',') : String(value))
  }
  return found
}

/** Spring puts names with dots into brackets. */
function joined(prefix: string, key: string): string {
  const own = key.replace(/^\[(.*)\]$/, '$1')
  return prefix === '' ? own : `${prefix}.${own}`
}

/** Sets a setting to a text, or to a list as settings have it; what is not there is not set. */
export function setText(found: Map<string, string>, name: string, value: unknown): void {
  if (value !== undefined && value !== null) found.set(name, Array.isArray(value) ? value.join(',') : String(value))
}
