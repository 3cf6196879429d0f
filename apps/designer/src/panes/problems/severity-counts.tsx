import type { Severity } from '@mapping-designer/shared-types'
import { Info } from 'lucide-react'
import type { FoundProblem } from '../../preview/problems.ts'
import { plural } from '../../ui/format.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'

export function SeverityIcon({ severity }: { severity: Severity }) {
  if (severity === 'hint') return <Info className="icon small faint" aria-hidden />
  return <ToneIcon tone={severity === 'error' ? 'err' : 'warn'} isSmall />
}

export function SeverityCounts({ problems }: { problems: readonly FoundProblem[] }) {
  const counts = (['error', 'warning', 'hint'] as const).map((severity) => ({
    severity,
    count: problems.filter((problem) => problem.severity === severity).length,
  }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => (
      <span
        key={severity}
        className={`severity tone-${severity === 'error' ? 'err' : severity === 'warning' ? 'warn' : 'quiet'}`}
        style={{ display: 'inline-flex', gap: 5, alignItems: 'center', fontSize: 12 }}
      >
        <SeverityIcon severity={severity} />
        {plural(count, severity === 'hint' ? 'info' : severity)}
      </span>
    ))
}
