/**
 * Answers what Date, URL, URLSearchParams and TextDecoder inside the sandbox ask: only texts go in and out, and the host's
 * own classes decide, so that a function sees what it would see in Node.
 *
 * @param question JSON of the name of the question and its arguments.
 * @returns JSON of the answer, or of `null` where the host's class throws.
 */
export function answerSandbox(question: string): string {
  const [name, ...args]: [keyof typeof answers, ...string[]] = JSON.parse(question)
  try {
    return JSON.stringify((answers[name] as (...args: string[]) => unknown)(...args))
  } catch {
    return 'null'
  }
}

const settable = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const

const answers = {
  /** ms since 1970; NaN is null in JSON. */
  date: (text: string) => Date.parse(text),
  url: (href: string, base?: string) => partsOf(new URL(href, base)),
  change(href: string, part: (typeof settable)[number], value: string) {
    const url = new URL(href)
    url[part] = value
    return partsOf(url)
  },
  pairs: (query: string) => [...new URLSearchParams(query)],
  query: (pairs: string) => new URLSearchParams(JSON.parse(pairs)).toString(),
  encoding: (label: string) => new TextDecoder(label).encoding,
  decode(label: string, options: string, bytes: string) {
    const { fatal, ignoreBOM }: { fatal: boolean; ignoreBOM: boolean } = JSON.parse(options)
    return new TextDecoder(label, { fatal, ignoreBOM }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
  },
}

function partsOf(url: URL) {
  const parts = Object.fromEntries(settable.map((part) => [part, url[part]]))
  return { ...parts, href: url.href, origin: url.origin }
}
