import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { useMemo } from 'react'
import { IconButton } from './icon-button.tsx'
import { allFolds, type Folds, linesOf, noFolds } from './json-folds.ts'
import { JsonLines } from './json-view.tsx'
import { useFolds } from './use-folds.ts'

/** JSON whose objects and lists can be folded; buttons for all of them are made from the same folds. */
export function FoldableJson({
  text,
  label,
  folds,
  onFold,
}: {
  text: string
  label: string
  folds: Folds
  onFold: (folds: Folds) => void
}) {
  const lines = useMemo(() => linesOf(text), [text])
  const { texts, numbers, onClickCapture, onKeyDown } = useFolds(lines, folds, onFold)
  return (
    <div
      className="json"
      role="group"
      tabIndex={0}
      aria-label={label}
      onClickCapture={onClickCapture}
      onKeyDown={onKeyDown}
    >
      <JsonLines texts={texts} numbers={numbers} />
    </div>
  )
}

/** Folds everything, and unfolds it. */
export function FoldButtons({ onFold }: { onFold: (folds: Folds) => void }) {
  return (
    <>
      <IconButton Icon={ChevronsDownUp} label="Fold all" title="Fold all" isSmall onClick={() => onFold(allFolds)} />
      <IconButton Icon={ChevronsUpDown} label="Unfold all" title="Unfold all" isSmall onClick={() => onFold(noFolds)} />
    </>
  )
}
