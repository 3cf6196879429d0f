import { Download } from 'lucide-react'
import { memo, useMemo, useRef, useState } from 'react'
import { useDesigner, useDocument, useView } from '../../designer/designer-context.tsx'
import { ValueFormatChoice } from '../../designer/value-format-choice.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { download } from '../../ui/download.ts'
import { FoldButtons } from '../../ui/foldable-json.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { type JsonLine, jsonLines } from '../../ui/json-lines.ts'
import { JsonLines, JsonView } from '../../ui/json-view.tsx'
import { useFolds } from '../../ui/use-folds.ts'
import { useOld } from '../../ui/use-old.ts'
import { useOnChange } from '../../ui/use-on-change.ts'

const shownCharacters = 200_000
const shownLines = 5_000

/** The value, pretty or raw. Raw is what is sent, and what is copied. */
export const ValueTab = memo(function ValueTab({ value }: { value: string }) {
  const { view } = useDesigner()
  const format = useView((state) => state.valueFormat)
  return (
    <>
      <div className="toolbar">
        <ValueFormatChoice />
        {format === 'raw' && <span className="faint truncate">This is what is sent</span>}
        <span className="push" />
        {format === 'pretty' && <FoldButtons onFold={view.getState().actions.fold} />}
        <IconButton Icon={Download} label="Download value" isSmall onClick={() => download('value.json', value)} />
        <CopyButton text={value} label="Copy value" />
      </div>
      <div className="scroll">{format === 'raw' ? <Raw value={value} /> : <Pretty value={value} />}</div>
    </>
  )
})

function Raw({ value }: { value: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const isCut = !isWhole && value.length > shownCharacters
  return (
    <>
      <JsonView text={isCut ? value.slice(0, shownCharacters) : value} label="Value" />
      {isCut && (
        <button type="button" className="btn small" onClick={() => setIsWhole(true)}>
          Show all {value.length.toLocaleString('en-US')} characters
        </button>
      )}
    </>
  )
}

/** The value on lines; a click on one shows where it comes from, in the mapping and in the fields. */
const Pretty = memo(function Pretty({ value }: { value: string }) {
  const { view } = useDesigner()
  const link = useView((state) => state.link)
  const [most, setMost] = useState(shownLines)
  const { lines, isCut } = useMemo(() => jsonLines(JSON.parse(value), most), [value, most])
  const folds = useView((state) => state.folds)
  const { shown: left, texts, numbers, ...folding } = useFolds(lines, folds, view.getState().actions.fold)
  const oldOf = useOldLines(lines)
  const old = useMemo(
    () =>
      new Map(
        [...left.entries()].flatMap(([at, line]): [number, string][] => {
          const was = oldOf.get(line.at)
          return was === undefined ? [] : [[at, was]]
        }),
      ),
    [left, oldOf],
  )
  const shown = useRef<HTMLDivElement>(null)
  useOnChange(link, () => shown.current?.querySelector('.linked')?.scrollIntoView({ block: 'nearest' }))
  const marked =
    link === null || link.length === 0 ? [] : [...left.keys()].filter((at) => isExact(left[at]?.path ?? [], link))
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the mapping rows and the fields do the same by keyboard */}
      <div
        ref={shown}
        className="json linkable"
        role="group"
        tabIndex={0}
        aria-label="Value"
        {...folding}
        onClick={({ target }) => {
          const index = (target as HTMLElement).closest<HTMLElement>('[data-line]')?.dataset['line']
          const path = left[Number(index)]?.path
          if (path !== undefined && path.length > 0) view.getState().actions.setLink(path)
        }}
      >
        <JsonLines texts={texts} numbers={numbers} marked={marked} old={old} />
      </div>
      {isCut && (
        <button type="button" className="btn small" onClick={() => setMost(Number.POSITIVE_INFINITY)}>
          Show all lines
        </button>
      )}
    </>
  )
})

/** More than these are not shown one by one. */
const maxOld = 20
const noOld: ReadonlyMap<number, string> = new Map()

/** What stood on the lines that the last edit changed, for a moment. */
function useOldLines(lines: readonly JsonLine[]): ReadonlyMap<number, string> {
  const sample = useDocument((state) => state.selectedSample)
  const before = useOld(lines, sample)
  return useMemo(() => {
    if (before === null) return noOld
    const byPath = new Map(before.map(({ path, text }) => [path.join('\n'), text.replace(/,$/, '')]))
    const changed = [...lines.entries()].flatMap(([at, { path, text }]): [number, string][] => {
      const old = byPath.get(path.join('\n'))
      return old === undefined || old === text.replace(/,$/, '') || /[[{}\]]$/.test(old) ? [] : [[at, old]]
    })
    return changed.length > maxOld ? noOld : new Map(changed)
  }, [before, lines])
}

function isExact(path: readonly (string | number)[], link: readonly (string | number)[]): boolean {
  return path.length === link.length && path.every((step, index) => step === link[index])
}
