/**
 * Answers what URL, URLSearchParams and TextDecoder inside the sandbox ask: only texts go in and out, and the host's
 * own classes decide, so that a function sees what it would see in Node.
 *
 * @param question JSON of the name of the question and its arguments.
 * @returns JSON of the answer, or of `null` where the host's class throws.
 */
export function answerWeb(question: string): string {
  const [name, ...args] = JSON.parse(question) as [keyof typeof answers, ...string[]]
  try {
    return JSON.stringify((answers[name] as (...args: string[]) => unknown)(...args))
  } catch {
    return 'null'
  }
}

const settable = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const

const answers = {
  url: (href: string, base?: string) => partsOf(new URL(href, base)),
  change(href: string, part: (typeof settable)[number], value: string) {
    const url = new URL(href)
    url[part] = value
    return partsOf(url)
  },
  pairs: (query: string) => [...new URLSearchParams(query)],
  query: (pairs: string) => new URLSearchParams(JSON.parse(pairs) as string[][]).toString(),
  encoding: (label: string) => new TextDecoder(label).encoding,
  decode(label: string, options: string, bytes: string) {
    const { fatal, ignoreBOM } = JSON.parse(options) as { fatal: boolean; ignoreBOM: boolean }
    return new TextDecoder(label, { fatal, ignoreBOM }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
  },
}

function partsOf(url: URL) {
  const parts = Object.fromEntries(settable.map((part) => [part, url[part]]))
  return { ...parts, href: url.href, origin: url.origin }
}

/** The text of a function that installs the classes; it takes `answerWeb` of the host and the trap for what is lacking. */
export const webPrelude = String.raw`(answer, lack) => {
'use strict'
const { parse, stringify } = JSON
const ask = (...question) => parse(answer(stringify(question)))
const wellFormed = (value) => String(value).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
const invalid = () => { throw new TypeError('Invalid URL') }
const give = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
const tag = (type) => Object.defineProperty(type.prototype, Symbol.toStringTag, { value: type.name, configurable: true })

const startPairs = (init) => {
  if (init === undefined || init === null) return init === null ? ask('pairs', 'null') : []
  if (typeof init !== 'object' && typeof init !== 'function') return ask('pairs', wellFormed(init))
  if (init[Symbol.iterator] == null) return Object.keys(init).map((key) => [wellFormed(key), wellFormed(init[key])])
  return Array.from(init, (pair) => {
    const both = Array.from(pair, wellFormed)
    if (both.length !== 2) throw new TypeError('Each query pair must be an iterable [name, value] tuple')
    return both
  })
}
let adopt
class URLSearchParams {
  #pairs
  #changed = () => {}
  constructor(init) { this.#pairs = startPairs(init) }
  static {
    adopt = (params, pairs, changed) => {
      params.#pairs = pairs
      params.#changed = changed
    }
  }
  get size() { return this.#pairs.length }
  append(name, value) { this.#pairs.push([wellFormed(name), wellFormed(value)]); this.#changed() }
  delete(name, value) {
    const [key, only] = [wellFormed(name), value === undefined ? undefined : wellFormed(value)]
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== key || (only !== undefined && pair[1] !== only))
    this.#changed()
  }
  get(name) {
    const found = this.#pairs.find((pair) => pair[0] === wellFormed(name))
    return found === undefined ? null : found[1]
  }
  getAll(name) { return this.#pairs.filter((pair) => pair[0] === wellFormed(name)).map((pair) => pair[1]) }
  has(name, value) {
    return this.#pairs.some((pair) => pair[0] === wellFormed(name) && (value === undefined || pair[1] === wellFormed(value)))
  }
  set(name, value) {
    const key = wellFormed(name)
    const first = this.#pairs.findIndex((pair) => pair[0] === key)
    if (first < 0) this.#pairs.push([key, wellFormed(value)])
    else {
      this.#pairs[first] = [key, wellFormed(value)]
      this.#pairs = this.#pairs.filter((pair, index) => pair[0] !== key || index === first)
    }
    this.#changed()
  }
  sort() { this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)); this.#changed() }
  forEach(visit, self) { for (const [name, value] of this.#pairs) visit.call(self, value, name, this) }
  *entries() { for (let index = 0; index < this.#pairs.length; index++) yield [...this.#pairs[index]] }
  *keys() { for (const [name] of this.entries()) yield name }
  *values() { for (const [, value] of this.entries()) yield value }
  toString() { return ask('query', stringify(this.#pairs)) }
}
URLSearchParams.prototype[Symbol.iterator] = URLSearchParams.prototype.entries

class URL {
  #parts
  #params
  constructor(href, base) { this.#take(ask('url', wellFormed(href), ...(base === undefined ? [] : [wellFormed(base)])) ?? invalid()) }
  static canParse(href, base) { return URL.parse(href, base) !== null }
  static parse(href, base) {
    try { return new URL(href, base) } catch { return null }
  }
  #take(parts) {
    this.#parts = parts
    if (this.#params === undefined) this.#params = new URLSearchParams()
    adopt(this.#params, ask('pairs', parts.search), () => {
      this.#parts = ask('change', this.#parts.href, 'search', this.#params.toString())
    })
  }
  static {
    for (const part of ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'])
      Object.defineProperty(URL.prototype, part, {
        get() { return this.#parts[part] },
        set(value) { this.#take(ask('change', this.#parts.href, part, wellFormed(value))) },
        enumerable: true,
        configurable: true,
      })
  }
  get href() { return this.#parts.href }
  set href(href) { this.#take(ask('url', wellFormed(href)) ?? invalid()) }
  get origin() { return this.#parts.origin }
  get searchParams() { return this.#params }
  toString() { return this.href }
  toJSON() { return this.href }
}

class TextDecoder {
  #encoding
  #fatal
  #ignoreBOM
  constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
    const encoding = ask('encoding', String(label))
    if (encoding === null) throw new RangeError('The "' + label + '" encoding is not supported')
    this.#encoding = encoding
    this.#fatal = Boolean(fatal)
    this.#ignoreBOM = Boolean(ignoreBOM)
  }
  get encoding() { return this.#encoding }
  get fatal() { return this.#fatal }
  get ignoreBOM() { return this.#ignoreBOM }
  decode(input = new Uint8Array(0), { stream = false } = {}) {
    if (stream) return lack('A TextDecoder that streams')
    const bytes = input instanceof ArrayBuffer ? new Uint8Array(input) : new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    const decoded = ask('decode', this.#encoding, stringify({ fatal: this.#fatal, ignoreBOM: this.#ignoreBOM }), text)
    if (decoded === null) throw new TypeError('The encoded data was not valid for encoding ' + this.#encoding)
    return decoded
  }
}
for (const type of [URL, URLSearchParams, TextDecoder]) {
  tag(type)
  give(type.name, type)
}
}`
