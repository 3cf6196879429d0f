// What the engine uses of the platform: exactly what browsers, workers and Node share.
declare global {
  class TextEncoder {
    encode(text: string): Uint8Array
  }
  class TextDecoder {
    constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
    readonly encoding: string
    decode(bytes: Uint8Array): string
  }
  class URLSearchParams {
    constructor(init: string | string[][])
    [Symbol.iterator](): IterableIterator<[string, string]>
  }
  class URL {
    constructor(href: string, base?: string)
    readonly origin: string
    href: string
    protocol: string
    username: string
    password: string
    host: string
    hostname: string
    port: string
    pathname: string
    search: string
    hash: string
  }
  namespace WebAssembly {
    class RuntimeError extends Error {}
    class Memory {
      /** Sizes in pages of 64 KiB. */
      constructor(pages: { initial: number; maximum: number })
      readonly buffer: ArrayBuffer
    }
  }
  function atob(text: string): string
  function atob(text: string): string
  const performance: { now(): number }
  const crypto: { subtle: { digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> } }
}

export {}
