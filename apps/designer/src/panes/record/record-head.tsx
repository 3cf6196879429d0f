import { memo } from 'react'
import { AfterPaint } from '../../designer/designer-context.tsx'
import type { SampleState } from '../../preview/describe.ts'
import { PaneHead } from '../../ui/pane-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { CopyMenu } from './copy-menu.tsx'
import { GenuineBadge, ProveButton } from './genuine-badge.tsx'
import { SaveTestButton } from './test-line.tsx'
import { VersionMenu } from './version-menu.tsx'

/** What became of the sample, and what can be done with its record; most keys leave it as it is. */
export const RecordHead = memo(function RecordHead({
  id,
  word,
  tone,
  isAssumed,
  isLate,
  canCopy,
}: Partial<SampleState> & {
  id: string
  isAssumed: boolean
  isLate: boolean
  canCopy: boolean
}) {
  return (
    <PaneHead id={id} title="Record">
      {tone && (
        <span className={`tag tone-${tone}`} data-testid="record-state">
          <ToneIcon tone={tone} isSmall />
          {word}
        </span>
      )}
      {isAssumed && <span className="tag tone-warn">assumed</span>}
      {isLate && (
        <span className="faint late" role="status">
          updating
        </span>
      )}
      <span className="grow" />
      <AfterPaint>
        <VersionMenu proof={<ProveButton />}>
          <GenuineBadge />
        </VersionMenu>
      </AfterPaint>
      <AfterPaint>
        <SaveTestButton />
      </AfterPaint>
      {canCopy && <CopyMenu />}
    </PaneHead>
  )
})
