import { askHost } from './ask-host.ts'
import { lack } from './lacking.ts'

export class HostTextDecoder {
  readonly encoding: string
  readonly fatal: boolean
  readonly ignoreBOM: boolean
  constructor(label: unknown = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
    const encoding = askHost('encoding', String(label))
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
    const decoded = askHost('decode', encoding, JSON.stringify({ fatal, ignoreBOM }), text)
    if (decoded === null) throw new TypeError(`The encoded data was not valid for encoding ${encoding}`)
    return decoded
  }
}
