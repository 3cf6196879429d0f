import { ChevronRight, Link2 } from 'lucide-react'
import { Fragment, memo, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { formatCount } from './format.ts'
import { foldOf, partsOfFolded } from './json-folds.ts'

/** JSON with line numbers and colours; texts that are no JSON are shown as they are. Control characters are visible. */
export function JsonView({ text, label }: { text: string; label: string }) {
  return (
    <div className="json" role="group" tabIndex={0} aria-label={label}>
      <JsonLines texts={text.split('\n')} />
    </div>
  )
}

const linesOfPart = 32
/** More than any screen has. */
const linesAtFirst = 4 * linesOfPart
const noOld: ReadonlyMap<number, string> = new Map()
const keyOfLine = /^\s*(?:"(?:\\.|[^"\\])*": )?/

/**
 * Lines of JSON, those of `marked` by their numbers; what is out of view is plain text that is not painted, and what stays
 * is not rendered again.
 */
export function JsonLines({
  texts,
  numbers,
  marked = [],
  old = noOld,
}: {
  texts: readonly string[]
  /** Of which lines of the whole they are, where objects and lists can be folded. */
  numbers?: readonly number[]
  marked?: readonly number[]
  /** What stood on a line before an edit, by its number. */
  old?: ReadonlyMap<number, string>
}) {
  const parts = Array.from({ length: Math.ceil(texts.length / linesOfPart) }, (_, part) => part * linesOfPart)
  return parts.map((from) => (
    <JsonPart
      key={from}
      from={from}
      text={texts.slice(from, from + linesOfPart).join('\n')}
      jumps={jumpsOf(numbers, from)}
      marked={marked.filter((line) => line >= from && line < from + linesOfPart).join(' ')}
      icon={marked[0] ?? -1}
      old={[...old.keys()].some((line) => line >= from && line < from + linesOfPart) ? old : noOld}
    />
  ))
}

/** Where the numbers of some lines do not follow each other, as JSON; null where nothing can be folded. */
function jumpsOf(numbers: readonly number[] | undefined, from: number): string | null {
  if (numbers === undefined) return null
  const part = numbers.slice(from, from + linesOfPart)
  return JSON.stringify(part.flatMap((number, at) => (number === (part[at - 1] ?? -1) + 1 ? [] : [[at, number + 1]])))
}

const JsonPart = memo(function JsonPart({
  from,
  text,
  jumps,
  marked,
  icon,
  old,
}: {
  from: number
  text: string
  jumps: string | null
  /** Numbers of lines. */
  marked: string
  /** The line that is marked by an icon, too. */
  icon: number
  old: ReadonlyMap<number, string>
}) {
  const part = useRef<HTMLDivElement>(null)
  const isReached = useIsReached(part, from < linesAtFirst)
  const lines = text.split('\n')
  const isMarked = new Set(marked.split(' '))
  const style = { containIntrinsicBlockSize: `auto ${lines.length * 18}px` }
  // A counter of what may be left out of view ends at its edge, so each part begins its own.
  const countFrom = new Map<number, number>([[0, from + 1], ...(jumps === null ? [] : JSON.parse(jumps))])
  if (!isReached && marked === '' && old === noOld)
    return (
      <div ref={part} style={style}>
        {visible(text)}
      </div>
    )
  return (
    <div ref={part} style={style}>
      {lines.map((line, index) => {
        const number = from + index
        const isHere = isMarked.has(String(number))
        return (
          <span
            key={number}
            data-line={number}
            className={isHere ? 'linked' : undefined}
            style={countFrom.has(index) ? { counterSet: `line ${countFrom.get(index)}` } : undefined}
          >
            {jumps !== null && <FoldButton line={line} />}
            {lineOf(line, old.get(number))}
            {number === icon && <Link2 className="icon small tone-link" aria-hidden />}
          </span>
        )
      })}
    </div>
  )
})

/** Whether an element has come near the view so far; a browser that does not say so has each there at once. */
function useIsReached(element: RefObject<HTMLElement | null>, isAtFirst: boolean): boolean {
  const [isReached, setIsReached] = useState(isAtFirst || !('ContentVisibilityAutoStateChangeEvent' in window))
  useEffect(() => {
    if (isReached) return
    const { current } = element
    const reach = (event: Event) => setIsReached(!(event as ContentVisibilityAutoStateChangeEvent).skipped)
    current?.addEventListener('contentvisibilityautostatechange', reach)
    return () => current?.removeEventListener('contentvisibilityautostatechange', reach)
  }, [element, isReached])
  return isReached
}

/** Folds what begins on a line; the keys of the whole text lead to it. */
function FoldButton({ line }: { line: string }) {
  const fold = foldOf(line)
  if (fold === null) return null
  const name = keyOfLine.exec(line)?.[0].trim().replace(/:$/, '')
  return (
    <button
      type="button"
      className="fold"
      tabIndex={-1}
      aria-expanded={fold === 'open'}
      aria-label={`Fold ${name === '' ? 'the entry' : name}`}
    >
      <ChevronRight className="icon small" aria-hidden />
    </button>
  )
}

/** A line, and before its value the one that an edit replaced. */
function lineOf(line: string, old: string | undefined): ReactNode {
  const folded = partsOfFolded(line)
  if (folded !== null) {
    return (
      <>
        {colour(folded[0])} <span className="faint">{folded[1]}</span>
      </>
    )
  }
  if (old === undefined) return colour(line)
  const key = keyOfLine.exec(line)?.[0] ?? ''
  return (
    <>
      {colour(key)}
      <del className="old">
        <Text text={old.replace(keyOfLine, '').replace(/,$/, '')} />
      </del>
      <ins className="flash">{colour(line.slice(key.length))}</ins>
    </>
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
        <span className={kind}>
          <Text text={text ?? number ?? word ?? mark ?? whole} />
        </span>
        {colon}
      </Fragment>,
    )
    from = match.index + whole.length
  }
  if (from < line.length) parts.push(visible(line.slice(from)))
  return parts
}

/** A browser takes seconds to break millions of characters into lines, each time that it lays out the page. */
const longestText = 20_000

/** A text, where it is long its beginning, until a person wants the whole. */
function Text({ text }: { text: string }) {
  const [isWhole, setIsWhole] = useState(false)
  if (isWhole || text.length <= longestText) return visible(text)
  const characters = text.startsWith('"') ? text.length - 2 : text.length
  return (
    <>
      {visible(text.slice(0, longestText))}…{' '}
      <button type="button" className="btn small" onClick={() => setIsWhole(true)}>
        Show all {formatCount(characters)} characters
      </button>
    </>
  )
}

/** Control characters as their pictures, so that nothing in a record is invisible. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to show
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (char) =>
    String.fromCharCode(0x2400 + (char === '\u007f' ? 0x21 : char.charCodeAt(0))),
  )
}
