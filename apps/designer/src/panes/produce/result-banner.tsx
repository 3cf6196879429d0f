import { useEffect, useRef } from 'react'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { useBridge } from '../../designer/designer-context.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { produceReport } from './produce-report.ts'
import { summary, toneOf } from './result-words.ts'
import type { Sent } from './use-produce.ts'

/** What became of the records; it takes the focus when they are through. */
export function ResultBanner({ sent, at }: { sent: readonly Sent[]; at: number }) {
  const profile = useBridge(chosenProfile)
  const sentence = useRef<HTMLSpanElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each send has a result of its own
  useEffect(() => sentence.current?.focus(), [sent])
  const tone = toneOf(sent)
  return (
    <div className={`notice outcome tone-${tone}`}>
      <ToneIcon tone={tone} />
      <span ref={sentence} role="status" tabIndex={-1}>
        {summary(sent)}
      </span>
      {profile && <CopyButton text={produceReport(profile, sent, at)} label="Copy report" />}
    </div>
  )
}
