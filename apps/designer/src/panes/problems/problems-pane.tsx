import { formatPlace, type Severity } from '@mapping-designer/shared-types'
import { type FocusEvent, memo, useCallback, useId, useMemo, useRef, useState } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { AdaptButton, FixAllButton, FixButton } from '../../designer/fix-button.tsx'
import { goToProblem } from '../../designer/go-to-problem.ts'
import { useProblems } from '../../designer/use-preview.ts'
import type { FoundProblem } from '../../preview/problems.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { plural } from '../../ui/format.ts'
import { PaneHead } from '../../ui/pane-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { toggled } from '../../ui/toggled.ts'
import { fewRows, useRowWindow } from '../../ui/use-row-window.ts'
import { alikeProblems, causeOf } from './alike-problems.ts'
import { SeverityCounts, SeverityIcon } from './severity-counts.tsx'

const scopes = { all: 'All samples', this: 'This sample' }

/** What is wrong or about to go wrong, errors first. */
export function ProblemsPane() {
  const problems = useProblems()
  const sample = useDocument((state) => state.selectedSample)
  const count = useDocument((state) => state.samples.length)
  const [scope, setScope] = useState<keyof typeof scopes>('all')
  const title = useId()
  const [search, setSearch] = useState('')
  const inScope =
    scope === 'all'
      ? problems
      : problems.filter(({ samples }) => samples.length === 0 || (sample !== null && samples.includes(sample)))
  const isLong = inScope.length > fewRows
  const shown = isLong ? filterProblems(inScope, search) : inScope
  return (
    <section className="pane" aria-labelledby={title} data-pane="problems" id="problems" tabIndex={-1}>
      <PaneHead id={title} title="Problems">
        <SeverityCounts problems={problems} />
        <span className="grow" />
        {isLong && <FilterInput label="Filter problems" value={search} onChange={setSearch} />}
        <Segmented label="Show problems of" value={scope} onChange={setScope} options={scopes} />
      </PaneHead>
      {shown.length === 0 ? (
        <p className="empty-note">
          {isLong
            ? 'No problem matches.'
            : scope === 'all'
              ? `No problems in ${plural(count, 'sample')}.`
              : 'No problems in this sample.'}
        </p>
      ) : (
        <ProblemList problems={shown} />
      )}
    </section>
  )
}

/** The problems with all words in their cause or place. */
function filterProblems(problems: readonly FoundProblem[], search: string): readonly FoundProblem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return problems
  return problems.filter((problem) => {
    const text = `${problem.cause.replaceAll('`', '')} ${placeInWords(problem)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The problems in view and those around them, however many there are. */
function ProblemList({ problems }: { problems: readonly FoundProblem[] }) {
  const list = useRef<HTMLUListElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(() => alikeProblems(problems, open), [problems, open])
  const kept = focused === null ? -1 : lines.findIndex(({ problem }) => problem.id === focused)
  const { rows, below, measure } = useRowWindow({
    ...{ count: lines.length, rowHeight: 30, list },
    kept: kept === -1 ? [] : [kept],
  })
  const toggle = useCallback((problem: FoundProblem) => setOpen((before) => toggled(before, causeOf(problem))), [])
  const onFocus = ({ target }: FocusEvent) => {
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index'])
    setFocused(lines[index]?.problem.id ?? null)
  }
  return (
    <ul ref={list} className="scroll" aria-label="Problems" onFocus={onFocus}>
      {rows.flatMap(({ index, above }) => {
        const line = lines[index]
        if (line === undefined) return []
        const { problem, more } = line
        return [
          above > 0 && <li key={`above ${problem.id}`} aria-hidden style={{ height: above }} />,
          <li
            key={problem.id}
            ref={measure}
            data-index={index}
            className="problem-row"
            aria-setsize={lines.length}
            aria-posinset={index + 1}
          >
            <ProblemParts
              problem={problem}
              alike={more}
              isOpen={more > 0 && open.has(causeOf(problem))}
              onToggle={toggle}
            />
          </li>,
        ]
      })}
      {below > 0 && <li aria-hidden style={{ height: below }} />}
    </ul>
  )
}

const words: Record<Severity, string> = { error: 'Error', warning: 'Warning', hint: 'Info' }

interface ProblemPartsProps {
  problem: FoundProblem
  /** How many are like it. */
  alike: number
  /** Whether these are shown below it. */
  isOpen: boolean
  onToggle(problem: FoundProblem): void
}

const ProblemParts = memo(function ProblemParts({ problem, alike, isOpen, onToggle }: ProblemPartsProps) {
  const tone = problem.severity === 'error' ? 'err' : problem.severity === 'warning' ? 'warn' : 'quiet'
  return (
    <>
      <span className={`severity tone-${tone}`}>
        <SeverityIcon severity={problem.severity} />
        {words[problem.severity]}
      </span>
      <span className="cause">
        <Sentence text={problem.cause} />
        {problem.samples.length > 1 && <span className="faint"> In {plural(problem.samples.length, 'sample')}.</span>}
        {alike > 0 && (
          <>
            {' '}
            <button type="button" className="link" aria-expanded={isOpen} onClick={() => onToggle(problem)}>
              {isOpen ? 'Show one' : `${alike} more like it`}
            </button>
          </>
        )}
      </span>
      <PlaceLink problem={problem} />
      <span className="fixes">
        <FixAllButton problem={problem} />
        <FixButton problem={problem} />
        <AdaptButton problem={problem} />
      </span>
    </>
  )
})

/** Goes to what the problem is about. */
function PlaceLink({ problem }: { problem: FoundProblem }) {
  const parts = useDesigner()
  return (
    <button type="button" className="link truncate" onClick={() => goToProblem(parts, problem)}>
      {placeInWords(problem)}
    </button>
  )
}

function placeInWords({ place, samples }: FoundProblem): string {
  if (place.length === 0) return samples.length > 0 ? 'Sample' : 'Destination'
  const [first, entity, action, ...rest] = place
  if (first !== 'mapping' || action === undefined) return formatPlace(place)
  const alternative = typeof rest[0] === 'number' ? ` ${rest[0] + 1}` : ''
  const inside = rest.filter((step) => typeof step === 'string' && step !== 'settings')
  return `${entity} → ${action}${alternative}${inside.length > 0 ? ` › ${inside.join(' › ')}` : ''}`
}
