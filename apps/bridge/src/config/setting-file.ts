import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decodeText } from '../files/decode-text.ts'

/** A setting that cannot be used; the message names the setting or its file, the cause and the fix. */
export class InvalidSetting extends Error {}

/** The text of a file without its byte order mark, which would become part of a secret. `from` is what names the file. */
export function readText(file: string, from: string): string {
  const decoded = decodeText(readBytes(file, from))
  if ('text' in decoded) return decoded.text.replace(/^\uFEFF/, '')
  throw new InvalidSetting(`${[...new Set([from, file])].join(': ')}: ${decoded.fault}`)
}

function readBytes(file: string, from: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new InvalidSetting(`${from}: ${isMissing ? `${file} does not exist` : `${file} cannot be read`}.`)
  }
}

/** The PEM text of a file, checked: whatever else it held, TLS would fail later with the reason of the other side. */
export function readCertificates(file: string, from: string): string {
  const text = readText(file, from)
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? []
  if (blocks.length > 0 && blocks.every(isCertificate)) return text
  const fault = blocks.length === 0 ? 'holds no certificate' : 'holds a certificate that cannot be read'
  throw new InvalidSetting(
    `${from}: ${file} ${fault}; it must be PEM text, with BEGIN CERTIFICATE and END CERTIFICATE.`,
  )
}

function isCertificate(block: string): boolean {
  try {
    new X509Certificate(block)
    return true
  } catch {
    return false
  }
}
