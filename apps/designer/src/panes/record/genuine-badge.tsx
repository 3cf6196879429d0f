import type { GenuineCheck } from '@mapping-designer/mapping-engine/genuine'
import { useEffect, useState } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useHasWaitingCode } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

const pause = 400

/** What the published walkerOS packages say to the record on screen, once the person pauses. */
export function useGenuineCheck(preview: SamplePreview | undefined): GenuineCheck | null {
  const { genuine } = useDesigner()
  const destination = useDestination()
  const now = useDocument((state) => state.now)
  const isWaiting = useHasWaitingCode()
  const [answer, setAnswer] = useState<{ of: SamplePreview; check: GenuineCheck } | null>(null)
  useEffect(() => {
    if (!preview?.event || !preview.explanation || preview.isPending || destination === undefined || isWaiting) return
    let isLate = false
    const { event } = preview
    const { outcome } = preview.explanation
    const timer = setTimeout(async () => {
      const check = await genuine.ask({ destination, event, outcome, now })
      if (!isLate) setAnswer({ of: preview, check })
    }, pause)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [genuine, preview, destination, now, isWaiting])
  // An answer about an earlier preview says nothing about this one.
  return answer !== null && answer.of === preview ? answer.check : null
}

export function GenuineBadge({ check }: { check: GenuineCheck | null }) {
  if (check === null) return null
  if (check.verdict === 'same') {
    return (
      <span className="tag tone-ok" data-testid="genuine">
        <ToneIcon tone="ok" isSmall />
        <span>
          <span className="hide-narrow">same as </span>walkerOS {check.version}
        </span>
      </span>
    )
  }
  if (check.verdict === 'different') {
    return (
      <span className="tag tone-err" data-testid="genuine">
        <ToneIcon tone="err" isSmall />
        differs from walkerOS {check.version}
      </span>
    )
  }
  return (
    <span className="tag" data-testid="genuine" title={check.reason}>
      not checked: {check.reason}
    </span>
  )
}

/** When the preview is wrong, the genuine record counts. */
export function GenuineDifference({ check, preview }: { check: GenuineCheck | null; preview: SamplePreview }) {
  const destination = useDestination()
  if (check?.verdict !== 'different') return null
  const report = JSON.stringify(
    { check, event: preview.event, config: destination?.config, outcome: preview.explanation?.outcome },
    null,
    2,
  )
  return (
    <div className="notice tone-err" role="alert">
      <span>
        <b>walkerOS {check.version} sends something else</b>: {check.field} differs at byte {check.at}. The genuine
        record is <code>{check.genuine === null ? 'none' : JSON.stringify(check.genuine)}</code>
      </span>
      <CopyButton text={report} label="Copy report" />
    </div>
  )
}
