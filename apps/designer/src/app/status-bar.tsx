import { describeRuntime } from '@mapping-designer/mapping-engine'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument, useView } from '../designer/designer-context.tsx'
import { useDestination, usePreview, useReading, useTestCounts } from '../designer/use-preview.ts'
import { stateOf } from '../preview/describe.ts'
import { plural, testsInWords } from '../ui/format.ts'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { ProblemsButton } from './problems-button.tsx'

/** What is going on, for eyes at the bottom and for screen readers as it changes. */
export function StatusBar({ isSaved }: { isSaved: () => boolean }) {
  const saved = useSaved(isSaved)
  const samples = useDocument((state) => state.samples.length)
  const preview = usePreview()
  const tests = useTestCounts()
  const outcome = preview?.explanation?.outcome
  const notice = useView((state) => state.notice)
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
      {notice !== null && <span role="status">{notice}</span>}
      <span className="sr-only" role="status">
        {spoken}
      </span>
      <Versions />
      <span className="push">{saved ? 'All changes saved in this browser' : 'Saving…'}</span>
    </footer>
  )
}

/** As which version of walkerOS the flow is previewed, and why. */
function Versions() {
  const runtime = useDestination()?.runtime
  if (runtime === undefined) return <span className="push hide-narrow" />
  const { core, because } = runtime
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
  const isPending = usePreview()?.isPending
  const isRunning = useStore(useDesigner().analysis, (state) => state.isRunning)
  if (error !== null) {
    return (
      <span>
        <ToneIcon tone="warn" isSmall />
        Preview of the last readable flow
      </span>
    )
  }
  if (isPending || isRunning) return <span>Preview is being computed…</span>
  return (
    <span>
      <ToneIcon tone="ok" isSmall />
      Preview is current
    </span>
  )
}

function useSaved(isSaved: () => boolean): boolean {
  const { document } = useDesigner()
  const [saved, setSaved] = useState(isSaved)
  useEffect(() => {
    const look = () => setSaved(isSaved())
    const timer = setInterval(look, 500)
    const stop = document.subscribe(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [document, isSaved])
  return saved
}
