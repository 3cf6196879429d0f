import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { positionAt, type TextPosition } from './text-position.ts'

/** A sentence with its place. */
export interface SampleError extends TextPosition {
  message: string
}

/** Why a text that starts at a position of a larger one is not JSON. */
export function syntaxError(text: string, start: TextPosition): SampleError {
  const first = firstError(text.trimEnd())
  const inside = positionAt(text, first?.offset ?? 0)
  const line = start.line + inside.line - 1
  const column = inside.line === 1 ? start.column + inside.column - 1 : inside.column
  return { line, column, message: `Line ${line}, column ${column}: ${causeOf(text, first)}.` }
}

function firstError(text: string): ParseError | undefined {
  const errors: ParseError[] = []
  try {
    parse(text, errors, { disallowComments: true })
  } catch (error) {
    // The parser calls itself for each level.
    if (!(error instanceof RangeError)) throw error
  }
  return errors[0]
}

function causeOf(text: string, error: ParseError | undefined): string {
  const at = text.slice(error?.offset ?? 0)
  if (/^[“”„‘’]/.test(at)) return 'curly quotes stand where JSON has straight ones, such as "'
  if (/^\\"/.test(at))
    return 'a backslash stands before the quotes; leave out the text around the event, or these backslashes'
  if (/^&quot;/.test(at)) return 'quotes are written as &quot; here; copy the text as the page shows it'
  if (/[:[,]\s*(?:True|False|None)\b/.test(text)) return 'this is Python; JSON has true, false and null'
  const gap = printedGap(text)
  if (gap !== undefined)
    return `\`${gap}\` stands for what was left out where this was printed; print it with JSON.stringify`
  return error === undefined ? 'this is not JSON' : describeParseError(error)
}

const gaps = /(?<=[:[,]\s*)(?:\[(?:Object|Array|Circular[^\]]*)\]|\{…\}|…|\.\.\.|Array\(\d+\))(?=\s*[,\]}])/

/** What a console prints in place of parts that lie too deep. */
export function printedGap(text: string): string | undefined {
  return gaps.exec(text)?.[0]
}

/** A parse error of jsonc-parser in words, such as "a comma is missing". */
export function describeParseError(error: ParseError): string {
  switch (printParseErrorCode(error.error)) {
    case 'CommaExpected':
      return 'a comma is missing'
    case 'ColonExpected':
      return 'a colon is missing'
    case 'ValueExpected':
      return 'a value is missing'
    case 'PropertyNameExpected':
      return 'a name in double quotes is missing'
    case 'CloseBraceExpected':
      return 'a closing brace is missing'
    case 'CloseBracketExpected':
      return 'a closing bracket is missing'
    case 'EndOfFileExpected':
      return 'there is text after the end'
    case 'InvalidNumberFormat':
      return 'this is no number'
    case 'UnexpectedEndOfString':
      return 'a string is not closed'
    case 'InvalidCommentToken':
      return 'comments are not allowed here'
    default:
      return 'this is not JSON'
  }
}
