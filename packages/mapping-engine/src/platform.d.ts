// What the engine uses of the platform: exactly what browsers, workers and Node share.
declare global {
  class TextEncoder {
    encode(text: string): Uint8Array
  }
  const crypto: { subtle: { digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> } }
}

export {}
