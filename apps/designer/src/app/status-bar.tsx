import { describeRuntime } from '@mapping-designer/mapping-engine'
import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument, useShown, useView } from '../designer/designer-context.tsx'
import { useDestination, usePreview, useReading, useTestCounts } from '../designer/use-preview.ts'
import type { Notice } from '../designer/view-state.ts'
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
      {(notice !== null || warning !== null) && (
        <span role="status">{notice === null ? <Sentence text={warning ?? ''} /> : <Said notice={notice} />}</span>
      )}
      <span className="sr-only" role="status">
        {spoken}
      </span>
      <Versions />
      <span className={`push${draft === 'failed' ? ' tone-err' : ''}`}>{draftInWords[draft]}</span>
    </footer>
  )
}

/** ms that a notice stays, and one with a button. */
const noticeTime = { plain: 6_000, undoable: 15_000 }

/** What was said last; it goes after a while, but while the pointer or the focus is on it. */
function Said({ notice }: { notice: Notice }) {
  const { view, document } = useDesigner()
  const [isHeld, setHeld] = useState(false)
  const { text, step } = notice
  const isUndoable = useDocument(({ past }) => step !== undefined && past.at(-1) === step)
  const close = useCallback(() => {
    const { notice: shown, actions } = view.getState()
    if (shown === notice) actions.say(null)
  }, [view, notice])
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(close, isUndoable ? noticeTime.undoable : noticeTime.plain)
    return () => clearTimeout(timer)
  }, [close, isUndoable, isHeld])
  const hold = { onPointerEnter: () => setHeld(true), onFocus: () => setHeld(true) }
  const release = { onPointerLeave: () => setHeld(false), onBlur: () => setHeld(false) }
  return (
    <span className="said" {...hold} {...release}>
      <Sentence text={text} />
      {isUndoable && (
        <button
          type="button"
          className="link"
          onClick={() => {
            document.getState().actions.undo()
            close()
          }}
        >
          Undo
        </button>
      )}
    </span>
  )
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
  const { document } = useShown()
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
