import { diffComm } from 'node-diff3'
import { colour } from '../../ui/json-view.tsx'

/** Unchanged lines around a change that stay in view. */
const around = 2

interface Line {
  kind: 'same' | 'added' | 'removed' | 'left-out'
  text: string
}

/** An event as it came in and went out, as one text with marked lines. */
export function EventDiff({ before, after }: { before: unknown; after: unknown }) {
  return (
    <div className="json event-diff" role="group" tabIndex={0} aria-label="Changes of the event">
      {diffLines(before, after).map(({ kind, text }, index) => (
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

function diffLines(before: unknown, after: unknown): Line[] {
  return diffComm(linesOf(before), linesOf(after)).flatMap((part, index, all): Line[] => {
    if ('common' in part) return shortened(part.common, index === 0, index === all.length - 1)
    return [...part.buffer1.map(removed), ...part.buffer2.map(added)]
  })
}

const removed = (text: string): Line => ({ kind: 'removed', text })
const added = (text: string): Line => ({ kind: 'added', text })

function shortened(lines: readonly string[], isFirst: boolean, isLast: boolean): Line[] {
  const head = isFirst ? 1 : around
  const tail = isLast ? 1 : around
  const same = (text: string): Line => ({ kind: 'same', text })
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
