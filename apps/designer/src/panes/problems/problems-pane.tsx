import { formatPlace, type Severity } from '@mapping-designer/shared-types'
import { useId, useState } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { AdaptButton, FixAllButton, FixButton } from '../../designer/fix-button.tsx'
import { goToProblem } from '../../designer/go-to-problem.ts'
import { useProblems } from '../../designer/use-preview.ts'
import type { FoundProblem } from '../../preview/problems.ts'
import { plural } from '../../ui/format.ts'
import { PaneHead } from '../../ui/pane-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { SeverityCounts, SeverityIcon } from './severity-counts.tsx'

const scopes = { all: 'All samples', this: 'This sample' }

/** What is wrong or about to go wrong, errors first. */
export function ProblemsPane() {
  const problems = useProblems()
  const sample = useDocument((state) => state.selectedSample)
  const count = useDocument((state) => state.samples.length)
  const [scope, setScope] = useState<keyof typeof scopes>('all')
  const title = useId()
  const shown =
    scope === 'all'
      ? problems
      : problems.filter(({ samples }) => samples.length === 0 || (sample !== null && samples.includes(sample)))
  return (
    <section className="pane" aria-labelledby={title} data-pane="problems" id="problems" tabIndex={-1}>
      <PaneHead id={title} title="Problems">
        <SeverityCounts problems={problems} />
        <span className="grow" />
        <Segmented label="Show problems of" value={scope} onChange={setScope} options={scopes} />
      </PaneHead>
      {shown.length === 0 ? (
        <p className="empty-note">
          {scope === 'all' ? `No problems in ${plural(count, 'sample')}.` : 'No problems in this sample.'}
        </p>
      ) : (
        <ul className="scroll" aria-label="Problems">
          {shown.map((problem) => (
            <ProblemRow key={problem.id} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  )
}

const words: Record<Severity, string> = { error: 'Error', warning: 'Warning', hint: 'Info' }

function ProblemRow({ problem }: { problem: FoundProblem }) {
  const tone = problem.severity === 'error' ? 'err' : problem.severity === 'warning' ? 'warn' : 'quiet'
  return (
    <li className="problem-row">
      <span className={`severity tone-${tone}`}>
        <SeverityIcon severity={problem.severity} />
        {words[problem.severity]}
      </span>
      <span className="cause">
        <Sentence text={problem.cause} />
        {problem.samples.length > 1 && <span className="faint"> In {plural(problem.samples.length, 'sample')}.</span>}
      </span>
      <PlaceLink problem={problem} />
      <span className="fixes">
        <FixAllButton problem={problem} />
        <FixButton problem={problem} />
        <AdaptButton problem={problem} />
      </span>
    </li>
  )
}

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
