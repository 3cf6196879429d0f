import { visit } from 'jsonc-parser'
import { positionAt, type TextPosition } from './text-position.ts'

/** A number in a text that JavaScript, and so walkerOS, cannot hold exactly. */
export interface RoundedNumber extends TextPosition {
  /** As written, such as `73314510714175488`. */
  written: string
  /** As JSON.stringify writes it, such as `73314510714175490`. */
  kept: string
}

/** Every number literal of a JSON text that reading and writing it would change. */
export function findRoundedNumbers(text: string): RoundedNumber[] {
  // Fewer than 16 digits in a row and no huge exponent are always exact.
  if (!/\d[\d.]{15}|[eE]\+?\d{3}/.test(text)) return []
  const found: RoundedNumber[] = []
  visit(text, {
    onLiteralValue(value, offset, length) {
      if (typeof value !== 'number') return
      const written = text.slice(offset, offset + length)
      const kept = JSON.stringify(value)
      if (canonical(written) !== canonical(kept)) found.push({ written, kept, ...positionAt(text, offset) })
    },
  })
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
