import { askHost } from './ask-host.ts'
import { replace } from './lacking.ts'

type Pair = [name: string, value: string]

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
export const wellFormed = (value: unknown): string => String(value).replace(loneSurrogate, '\ufffd')

export function pairsOf(query: string): Pair[] {
  const pairs = askHost('pairs', query)
  return Array.isArray(pairs) ? pairs : []
}

function startPairs(init: unknown): Pair[] {
  if (init === undefined || init === null) return init === null ? pairsOf('null') : []
  if (typeof init !== 'object' && typeof init !== 'function') return pairsOf(wellFormed(init))
  if (!isIterable(init)) return Object.entries(init).map(([key, value]) => [wellFormed(key), wellFormed(value)])
  return Array.from(init, (pair: unknown): Pair => {
    const [name, value, ...more] = isIterable(pair) ? Array.from(pair, wellFormed) : []
    if (name !== undefined && value !== undefined && more.length === 0) return [name, value]
    throw new TypeError('Each query pair must be an iterable [name, value] tuple')
  })
}

/** Hands pairs to the parameters of an address, which follows their changes. */
export let adoptPairs: (params: Params, pairs: Pair[], changed: () => void) => void = () => {}

export class Params {
  #pairs: Pair[]
  #changed: () => void = () => {}
  constructor(init?: unknown) {
    this.#pairs = startPairs(init)
  }
  static {
    adoptPairs = (params, pairs, changed) => {
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
    return askHost('query', JSON.stringify(this.#pairs))
  }
}
replace(Params.prototype, Symbol.iterator, Params.prototype.entries)

function isMatch([name, value]: Pair, wanted: unknown, wantedValue?: unknown): boolean {
  return name === wellFormed(wanted) && (wantedValue === undefined || value === wellFormed(wantedValue))
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
