import { Fragment, type ReactNode } from 'react'

/** JSON with line numbers and colours; texts that are no JSON are shown as they are. Control characters are visible. */
export function JsonView({ text, label }: { text: string; label: string }) {
  const lines = text.split('\n')
  return (
    <div className="json" role="group" tabIndex={0} aria-label={label}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its number
        <span key={index}>{colour(line)}</span>
      ))}
    </div>
  )
}

const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b|([{}[\],])/g

/** A line of JSON with colours, its control characters visible. */
export function colour(line: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of line.matchAll(token)) {
    const [whole, text, colon, number, word, mark] = match
    if (match.index > from) parts.push(visible(line.slice(from, match.index)))
    const kind =
      text !== undefined
        ? colon === undefined
          ? 's'
          : 'k'
        : number !== undefined
          ? 'n'
          : word !== undefined
            ? 'b'
            : 'p'
    parts.push(
      <Fragment key={match.index}>
        <span className={kind}>{visible(text ?? number ?? word ?? mark ?? whole)}</span>
        {colon}
      </Fragment>,
    )
    from = match.index + whole.length
  }
  if (from < line.length) parts.push(visible(line.slice(from)))
  return parts
}

/** Control characters as their pictures, so that nothing in a record is invisible. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to show
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (char) =>
    String.fromCharCode(0x2400 + (char === '\u007f' ? 0x21 : char.charCodeAt(0))),
  )
}
