import { findLosses, parseSamples } from '@mapping-designer/mapping-engine'

/** Something that is wrong at a place of a text; line and column count from 1. */
export interface TextMark {
  line: number
  column: number
  /** Characters that are marked. */
  length: number
  message: string
  isError: boolean
}

/** What keeps a text from being one event, and what reading it loses. */
export function textMarks(text: string): TextMark[] {
  const { events, errors } = parseSamples(text)
  const lines = text.split('\n')
  const lengthAt = (line: number, column: number) =>
    /^(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)/.exec((lines[line - 1] ?? '').slice(column - 1))?.[0].length ?? 1
  const marks = [
    ...errors.map((error) => ({ ...error, isError: true })),
    ...(errors.length === 0 ? findLosses(text).map((loss) => ({ ...loss, isError: false })) : []),
  ].map(({ line, column, message, isError }) => ({ line, column, length: lengthAt(line, column), message, isError }))
  if (marks.length > 0 || events.length === 1) return marks
  return [
    {
      line: 1,
      column: 1,
      length: 1,
      message: 'A sample is one event; add the others as samples of their own.',
      isError: true,
    },
  ]
}
