import { replace } from './lacking.ts'
import { HostTextDecoder } from './text-decoder.ts'
import { Address } from './url.ts'
import { Params } from './url-search-params.ts'

/** Installs URL, URLSearchParams and TextDecoder. */
export function installWebGlobals(): void {
  give('URL', Address)
  give('URLSearchParams', Params)
  give('TextDecoder', HostTextDecoder)
}

function give(name: string, type: { prototype: object }): void {
  replace(type, 'name', name)
  Object.defineProperty(type.prototype, Symbol.toStringTag, { value: name, configurable: true })
  replace(globalThis, name, type)
}
