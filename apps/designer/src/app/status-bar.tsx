import { describeRuntime } from '@mapping-designer/mapping-engine'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useDestination, usePreview, useReading, useTestCounts } from '../designer/use-preview.ts'
import type { DraftStatus } from '../document/keep-draft.ts'
import { stateOf } from '../preview/describe.ts'
import { isUnknown } from '../preview/versions.ts'
import { plural, testsInWords } from '../ui/format.ts'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { useSlow } from '../ui/use-slow.ts'
import { ProblemsButton } from './problems-button.tsx'

/** What is going on, for eyes at the bottom and for screen readers as it changes. */
export function StatusBar({ draftStatus }: { draftStatus: () => DraftStatus }) {
  const draft = useDraftStatus(draftStatus)
  const samples = useDocument((state) => state.samples.length)
  const preview = usePreview()
  const tests = useTestCounts()
  const outcome = preview?.explanation?.outcome
  const warning = useView((state) => state.warning)
  const notice = useNotice() ?? warning
  const spoken = preview
    ? `${stateOf(preview).word}${outcome && 'record' in outcome ? `, to ${outcome.record.topic} with key ${outcome.record.key}` : ''}`
    : ''
  return (
    <footer className="status-bar">
      <ProblemsButton />
      <PreviewState />
      <span>{samples === 0 ? 'No samples yet' : plural(samples, 'sample')}</span>
      {tests.count > 0 && (
        <span className={tests.failed > 0 ? 'tone-err' : ''} data-testid="tests">
          {testsInWords(tests)}
        </span>
      )}
      {notice !== null && (
        <span role="status">
          <Sentence text={notice} />
        </span>
      )}
      <span className="sr-only" role="status">
        {spoken}
      </span>
      <Versions />
      <span className={`push${draft === 'failed' ? ' tone-err' : ''}`}>{draftInWords[draft]}</span>
    </footer>
  )
}

/** ms that a notice stays. */
const noticeTime = 15_000

/** What was said last; it goes after a while, and what is said next has its own time. */
function useNotice(): string | null {
  const { view } = useDesigner()
  const notice = useView((state) => state.notice)
  useEffect(() => {
    if (notice === null) return
    const timer = setTimeout(() => view.getState().actions.say(null), noticeTime)
    return () => clearTimeout(timer)
  }, [view, notice])
  return notice
}

/** As which version of walkerOS the flow is previewed, and why. */
function Versions() {
  const runtime = useDestination()?.runtime
  if (runtime === undefined) return <span className="push hide-narrow" />
  const { core, because, written } = runtime
  if (isUnknown(runtime)) {
    return (
      <span className="push hide-narrow tone-warn" title={describeRuntime(runtime)}>
        previewed as walkerOS {core}; {written} is not known
      </span>
    )
  }
  const why = because === 'pinned' ? 'pinned' : because === 'unpinned' ? 'newest, no version is pinned' : 'see why'
  return (
    <span className="push hide-narrow" title={describeRuntime(runtime)}>
      walkerOS {core} ({why})
    </span>
  )
}

/** Whether what is on screen is what the text and the samples come to. */
function PreviewState() {
  const { error } = useReading()
  const hasText = useDocument((state) => state.text !== '')
  const isPending = usePreview()?.isPending
  const isRunning = useStore(useDesigner().analysis, (state) => state.isRunning)
  const isSlow = useSlow(isPending === true || isRunning)
  if (error !== null && !hasText) return null
  if (error !== null) {
    return (
      <span>
        <ToneIcon tone="warn" isSmall />
        Preview of the last readable flow
      </span>
    )
  }
  if (isSlow) return <span>Preview is being computed…</span>
  return (
    <span>
      <ToneIcon tone="ok" isSmall />
      Preview is current
    </span>
  )
}

const draftInWords: Record<DraftStatus, string> = {
  saved: 'All changes saved in this browser',
  saving: 'Saving…',
  failed: 'Not saved in this browser',
}

function useDraftStatus(statusNow: () => DraftStatus): DraftStatus {
  const { document } = useDesigner().painted
  const [status, setStatus] = useState(statusNow)
  useEffect(() => {
    const look = () => setStatus(statusNow())
    const timer = setInterval(look, 500)
    const stop = document.subscribe(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [document, statusNow])
  return status
}
