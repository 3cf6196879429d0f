import { anyQuoted, comments } from './quoted-source.ts'
import { positionsIn, type TextPosition } from './text-position.ts'

/** A number in a text that JavaScript, and so walkerOS, cannot hold exactly. */
export interface RoundedNumber extends TextPosition {
  /** As written, such as `73314510714175488`. */
  written: string
  /** As JSON.stringify writes it, such as `73314510714175490`. */
  kept: string
}

// Strings and comments are passed over, in JSON and in JavaScript alike; what is left and begins with a digit is a number.
const token = new RegExp(
  `${anyQuoted}|${comments}|[A-Za-z_$][\\w$]*|(-?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)`,
  'g',
)

/** Every number literal of a JSON or JavaScript text that reading and writing it as JSON would change. */
export function findRoundedNumbers(text: string): RoundedNumber[] {
  // Fewer than 16 digits in a row and no huge exponent are always exact.
  if (!/\d[\d._]{15}|[eE]\+?\d{3}/.test(text)) return []
  const found: RoundedNumber[] = []
  const positionAt = positionsIn(text)
  for (const { 1: written, index } of text.matchAll(token)) {
    if (written === undefined || !/\d{15}|[eE]\+?\d{3}/.test(written.replaceAll(/[._]/g, ''))) continue
    const kept = JSON.stringify(Number(written.replaceAll('_', '')))
    if (canonical(written.replaceAll('_', '')) !== canonical(kept)) {
      found.push({ written, kept, ...positionAt(index) })
    }
  }
  return found
}

/** Sign, digits without outer zeros, and the exponent of the last digit: equal for equal decimal numbers. */
function canonical(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}

/** A JSON text with its rounded numbers as they were written, each where its rounded form stands next. */
export function withWrittenDigits(json: string, rounded: readonly RoundedNumber[]): string {
  const left = [...rounded]
  return json.replace(token, (part, number?: string) => {
    const index = number === undefined ? -1 : left.findIndex(({ kept }) => kept === number)
    return left.splice(index, index === -1 ? 0 : 1)[0]?.written ?? part
  })
}
