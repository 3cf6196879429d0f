import { diffComm } from 'node-diff3'
import { colour } from './json-view.tsx'

/** Unchanged lines around a change that stay in view. */
const around = 2

interface Line {
  kind: 'same' | 'added' | 'removed' | 'left-out'
  text: string
}

/**
 * Two values as one text with marked lines, or one of them with the lines that are marked in it; `side` says which. Only the
 * one text leaves out what is the same, where it is not to be whole.
 */
export function JsonDiff({
  before,
  after,
  label,
  side,
  isWhole = side !== undefined,
}: {
  before: unknown
  after: unknown
  label: string
  side?: 'before' | 'after'
  isWhole?: boolean
}) {
  const other = side === 'before' ? 'added' : 'removed'
  const lines = diffLines(before, after, isWhole).filter(({ kind }) => side === undefined || kind !== other)
  return (
    <div className="json json-diff" role="group" tabIndex={0} aria-label={label}>
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its number
        <span key={index} data-line={kind}>
          {kind === 'added' && <i aria-hidden>+</i>}
          {kind === 'removed' && <i aria-hidden>−</i>}
          {kind !== 'same' && kind !== 'left-out' && <span className="sr-only">{kind}: </span>}
          {colour(text)}
        </span>
      ))}
    </div>
  )
}

function diffLines(before: unknown, after: unknown, isWhole: boolean): Line[] {
  return diffComm(linesOf(before), linesOf(after)).flatMap((part, index, all): Line[] => {
    if ('common' in part)
      return isWhole ? part.common.map(same) : shortened(part.common, index === 0, index === all.length - 1)
    return [...part.buffer1.map(removed), ...part.buffer2.map(added)]
  })
}

const same = (text: string): Line => ({ kind: 'same', text })
const removed = (text: string): Line => ({ kind: 'removed', text })
const added = (text: string): Line => ({ kind: 'added', text })

function shortened(lines: readonly string[], isFirst: boolean, isLast: boolean): Line[] {
  const head = isFirst ? 1 : around
  const tail = isLast ? 1 : around
  if (lines.length <= head + tail + 1) return lines.map(same)
  const left = lines.length - head - tail
  return [
    ...lines.slice(0, head).map(same),
    { kind: 'left-out', text: `  … ${left} unchanged` },
    ...lines.slice(-tail).map(same),
  ]
}

/** Without the commas at their ends: what comes behind a line is no change of it. */
function linesOf(value: unknown): string[] {
  if (value === undefined) return []
  return (JSON.stringify(value, null, 2) ?? String(value)).split('\n').map((line) => line.replace(/,$/, ''))
}
