import { askHost } from './ask-host.ts'
import { adoptPairs, Params, pairsOf, wellFormed } from './url-search-params.ts'

const settable = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
type Parts = Record<(typeof settable)[number] | 'href' | 'origin', string>

const invalid = (): never => {
  throw new TypeError('Invalid URL')
}

export class Address {
  #parts: Parts
  #params = new Params()
  constructor(href: unknown, base?: unknown) {
    this.#parts = this.#take(askHost('url', wellFormed(href), ...(base === undefined ? [] : [wellFormed(base)])))
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
    adoptPairs(this.#params, pairsOf(this.#parts.search), () => {
      this.#parts = askHost('change', this.#parts.href, 'search', String(this.#params)) as Parts
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
          this.#take(askHost('change', this.#parts.href, part, wellFormed(value)))
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
    this.#take(askHost('url', wellFormed(href)))
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
