import { decodeValue, encodeValue } from '../wire-value.ts'
import { replace } from './lacking.ts'

/** Encodes texts as the encoding standard says. */
class Utf8Encoder {
  get encoding() {
    return 'utf-8'
  }
  encode(text: unknown = ''): Uint8Array {
    const bytes: number[] = []
    for (const char of String(text)) pushUtf8(bytes, char.codePointAt(0) ?? 0)
    return new Uint8Array(bytes)
  }
}

function pushUtf8(bytes: number[], char: number): void {
  const point = char >= 0xd800 && char <= 0xdfff ? 0xfffd : char
  if (point < 0x80) bytes.push(point)
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63))
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
  else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function btoa(input: unknown): string {
  const text = String(input)
  let out = ''
  for (let index = 0; index < text.length; index += 3) {
    const codes = [0, 1, 2].map((step) => text.charCodeAt(index + step))
    if (codes.some((code) => code > 255)) throw new Error('Invalid character')
    const [a = 0, b = 0, c = 0] = codes
    const bits = (a << 16) | (b << 8) | c
    const digits = [bits >> 18, (bits >> 12) & 63, (bits >> 6) & 63, bits & 63].map((digit) => alphabet.charAt(digit))
    out += digits.map((digit, place) => (index + place > text.length ? '=' : digit)).join('')
  }
  return out
}

function atob(input: unknown): string {
  let text = String(input).replace(/[\t\n\f\r ]/g, '')
  if (text.length % 4 === 0) text = text.replace(/==?$/, '')
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new Error('The string to be decoded is not correctly encoded.')
  }
  let out = ''
  for (let index = 0; index < text.length; index += 4) {
    const chunk = text.slice(index, index + 4)
    let bits = 0
    for (let step = 0; step < 4; step++) bits = (bits << 6) | Math.max(alphabet.indexOf(chunk.charAt(step) || 'A'), 0)
    const bytes = [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255]
    out += String.fromCharCode(...bytes.slice(0, chunk.length - 1))
  }
  return out
}

const quiet = () => {}

/** The logger that walkerOS hands to functions: it says nothing and throws what it is told to. */
export const logger = {
  error: quiet,
  warn: quiet,
  info: quiet,
  debug: quiet,
  throw(message: unknown): never {
    throw message instanceof Error ? message : new Error(String(message))
  },
  json: quiet,
  scope: (): unknown => logger,
}

function structuredClone(value: unknown): unknown {
  const text = encodeValue(value)
  if (text.includes('\\u0000foreign')) throw new Error('The value could not be cloned')
  return decodeValue(text)
}

/** Globals that need nothing of the host. */
export function installTextGlobals(): void {
  replace(Utf8Encoder, 'name', 'TextEncoder')
  const console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet, table: quiet }
  const globals = { TextEncoder: Utf8Encoder, btoa, atob, structuredClone, console }
  for (const [name, value] of Object.entries(globals)) replace(globalThis, name, value)
}
