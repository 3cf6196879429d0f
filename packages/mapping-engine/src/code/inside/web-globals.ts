import { lack, replace } from './lacking.ts'

/** Asks the host's own classes; only texts go out and in, so that a function sees what it would see in Node. */
export type Ask = (...question: string[]) => unknown

type Pair = [name: string, value: string]

const settable = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
type Parts = Record<(typeof settable)[number] | 'href' | 'origin', string>

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const wellFormed = (value: unknown): string => String(value).replace(loneSurrogate, '\ufffd')
const invalid = (): never => {
  throw new TypeError('Invalid URL')
}

/** Installs URL, URLSearchParams and TextDecoder. */
export function installWebGlobals(ask: Ask): void {
  const pairsOf = (query: string) => ask('pairs', query) as Pair[]
  const startPairs = (init: unknown): Pair[] => {
    if (init === undefined || init === null) return init === null ? pairsOf('null') : []
    if (typeof init !== 'object' && typeof init !== 'function') return pairsOf(wellFormed(init))
    if (!isIterable(init)) return Object.entries(init).map(([key, value]) => [wellFormed(key), wellFormed(value)])
    return Array.from(init, (pair: unknown): Pair => {
      const [name, value, ...more] = isIterable(pair) ? Array.from(pair, wellFormed) : []
      if (name !== undefined && value !== undefined && more.length === 0) return [name, value]
      throw new TypeError('Each query pair must be an iterable [name, value] tuple')
    })
  }
  let adopt: (params: Params, pairs: Pair[], changed: () => void) => void = () => {}

  class Params {
    #pairs: Pair[]
    #changed: () => void = () => {}
    constructor(init?: unknown) {
      this.#pairs = startPairs(init)
    }
    static {
      adopt = (params, pairs, changed) => {
        params.#pairs = pairs
        params.#changed = changed
      }
    }
    get size() {
      return this.#pairs.length
    }
    append(name: unknown, value: unknown) {
      this.#pairs.push([wellFormed(name), wellFormed(value)])
      this.#changed()
    }
    delete(name: unknown, value?: unknown) {
      this.#pairs = this.#pairs.filter((pair) => !isMatch(pair, name, value))
      this.#changed()
    }
    get(name: unknown) {
      return this.#pairs.find((pair) => isMatch(pair, name))?.[1] ?? null
    }
    getAll(name: unknown) {
      return this.#pairs.filter((pair) => isMatch(pair, name)).map(([, value]) => value)
    }
    has(name: unknown, value?: unknown) {
      return this.#pairs.some((pair) => isMatch(pair, name, value))
    }
    set(name: unknown, value: unknown) {
      const pair: Pair = [wellFormed(name), wellFormed(value)]
      const first = this.#pairs.findIndex((one) => isMatch(one, name))
      if (first < 0) this.#pairs.push(pair)
      else {
        this.#pairs[first] = pair
        this.#pairs = this.#pairs.filter((one, index) => index === first || !isMatch(one, name))
      }
      this.#changed()
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      this.#changed()
    }
    forEach(visit: (value: string, name: string, params: unknown) => void, self?: unknown) {
      for (const [name, value] of this.#pairs) visit.call(self, value, name, this)
    }
    *entries(): IterableIterator<Pair> {
      for (let index = 0; index < this.#pairs.length; index++) {
        const pair = this.#pairs[index]
        if (pair) yield [...pair]
      }
    }
    *keys() {
      for (const [name] of this.entries()) yield name
    }
    *values() {
      for (const [, value] of this.entries()) yield value
    }
    toString() {
      return ask('query', JSON.stringify(this.#pairs))
    }
  }
  replace(Params.prototype, Symbol.iterator, Params.prototype.entries)

  class Address {
    #parts: Parts
    #params = new Params()
    constructor(href: unknown, base?: unknown) {
      this.#parts = this.#take(ask('url', wellFormed(href), ...(base === undefined ? [] : [wellFormed(base)])))
    }
    static canParse(href: unknown, base?: unknown) {
      return Address.parse(href, base) !== null
    }
    static parse(href: unknown, base?: unknown) {
      try {
        return new Address(href, base)
      } catch {
        return null
      }
    }
    #take(answer: unknown): Parts {
      this.#parts = (answer ?? invalid()) as Parts
      adopt(this.#params, pairsOf(this.#parts.search), () => {
        this.#parts = ask('change', this.#parts.href, 'search', String(this.#params)) as Parts
      })
      return this.#parts
    }
    static {
      for (const part of settable) {
        Object.defineProperty(Address.prototype, part, {
          get(this: Address) {
            return this.#parts[part]
          },
          set(this: Address, value: unknown) {
            this.#take(ask('change', this.#parts.href, part, wellFormed(value)))
          },
          enumerable: true,
          configurable: true,
        })
      }
    }
    get href() {
      return this.#parts.href
    }
    set href(href: string) {
      this.#take(ask('url', wellFormed(href)))
    }
    get origin() {
      return this.#parts.origin
    }
    get searchParams() {
      return this.#params
    }
    toString() {
      return this.href
    }
    toJSON() {
      return this.href
    }
  }

  give('URL', Address)
  give('URLSearchParams', Params)
  give('TextDecoder', decoderOf(ask))
}

function decoderOf(ask: Ask) {
  return class {
    readonly encoding: string
    readonly fatal: boolean
    readonly ignoreBOM: boolean
    constructor(label: unknown = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
      const encoding = ask('encoding', String(label))
      if (typeof encoding !== 'string') throw new RangeError(`The "${label}" encoding is not supported`)
      this.encoding = encoding
      this.fatal = Boolean(fatal)
      this.ignoreBOM = Boolean(ignoreBOM)
    }
    decode(input: ArrayBuffer | ArrayBufferView = new Uint8Array(0), { stream = false } = {}) {
      if (stream) return lack('A TextDecoder that streams')
      const bytes = ArrayBuffer.isView(input)
        ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
        : new Uint8Array(input)
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      const { encoding, fatal, ignoreBOM } = this
      const decoded = ask('decode', encoding, JSON.stringify({ fatal, ignoreBOM }), text)
      if (decoded === null) throw new TypeError(`The encoded data was not valid for encoding ${encoding}`)
      return decoded
    }
  }
}

function isMatch([name, value]: Pair, wanted: unknown, wantedValue?: unknown): boolean {
  return name === wellFormed(wanted) && (wantedValue === undefined || value === wellFormed(wantedValue))
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function give(name: string, type: { prototype: object }): void {
  replace(type, 'name', name)
  Object.defineProperty(type.prototype, Symbol.toStringTag, { value: name, configurable: true })
  replace(globalThis, name, type)
}
