import type { GenuineCheck } from '@mapping-designer/shared-types'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useDestination, useHasWaitingCode, usePreview } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { type GenuineTask, type ProvenFlow, packagesOf } from '../../preview/genuine-checks.ts'
import { requestOf } from '../../preview/way-of.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'

const pause = 400

/** What the published walkerOS packages say to the record on screen, and how to have them run on the bridge. */
interface Proof {
  check: GenuineCheck | null
  /** Resolves when the bridge has answered, or said why it does not. */
  prove: () => Promise<void>
}

/** For the badge and what belongs to it: when an answer comes or goes, as with the first key after a pause, nothing else is rendered. */
export const ProofOfRecord = createContext<Proof>({ check: null, prove: async () => {} })

/** Asks the published packages about the record on screen, once the person pauses. */
export function useProof(preview: SamplePreview | undefined): Proof {
  const { genuine } = useDesigner()
  const task = useTask(preview)
  const flow = useProvenFlow()
  const [answer, setAnswer] = useState<{ of: GenuineTask; check: GenuineCheck } | null>(null)
  const latest = useRef(task)
  useEffect(() => {
    latest.current = task
    if (task === null) return
    let isLate = false
    const timer = setTimeout(async () => {
      const check = await genuine.ask(task, flow)
      if (!isLate) setAnswer({ of: task, check })
    }, pause)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [genuine, task, flow])
  const prove = useCallback(async () => {
    const { current: of } = latest
    if (of !== null) setAnswer({ of, check: await genuine.prove(of, flow) })
  }, [genuine, flow])
  // An answer about an earlier preview says nothing about this one.
  const check = answer !== null && answer.of === task ? answer.check : null
  return useMemo(() => ({ check, prove }), [check, prove])
}

/** What is asked about a preview; null where there is none to ask about yet. */
function useTask(preview: SamplePreview | undefined): GenuineTask | null {
  const destination = useDestination()
  const now = useDocument((state) => state.now)
  const isWaiting = useHasWaitingCode()
  return useMemo(() => {
    if (!preview?.event || !preview.explanation || preview.isPending || destination === undefined || isWaiting)
      return null
    return { destination, event: preview.event, outcome: preview.explanation.outcome, now }
  }, [preview, destination, now, isWaiting])
}

/** The flow as the bridge is asked about it. */
function useProvenFlow(): () => ProvenFlow {
  const { document } = useDesigner()
  return useCallback(() => {
    const { text, env, settings, selectedDestination } = document.getState()
    return {
      flow: text,
      ...(selectedDestination && { flowName: selectedDestination.flowName, destination: selectedDestination.name }),
      ...requestOf(settings),
      env: { ...env },
      ...(settings.previewAs !== null && { runtime: settings.previewAs }),
    }
  }, [document])
}

/** Has the bridge run the packages of the version that the record is previewed as. */
export function ProveButton() {
  const { check, prove } = useContext(ProofOfRecord)
  const destination = useDestination()
  const mayAsk = useBridge(({ status, session }) => status === 'connected' && session?.role !== 'viewer')
  const [isRunning, setRunning] = useState(false)
  if (check?.verdict !== 'not-proven' || destination === undefined) return null
  const pinned = packagesOf(destination)
  if (!mayAsk || 'reason' in pinned || pinned.isBundled) return <p className="muted">{sentenceOf(check)}.</p>
  const run = async () => {
    setRunning(true)
    await prove()
    setRunning(false)
  }
  return (
    <>
      <p className="muted">{sentenceOf(check)}.</p>
      <button type="button" className="btn small" disabled={isRunning} onClick={run}>
        {isRunning ? 'Running the packages…' : `Prove with walkerOS ${check.version}`}
      </button>
      <p className="muted">The bridge fetches the packages from npm where they are not in its cache yet.</p>
    </>
  )
}

function sentenceOf(check: Extract<GenuineCheck, { verdict: 'not-proven' }>): string {
  return `Not proven for ${check.version}: ${check.reason.replace(/[.]$/, '')}`
}

/** What was proved of the record; until that is known, as which version it is previewed. */
export function GenuineBadge() {
  const { check } = useContext(ProofOfRecord)
  const destination = useDestination()
  if (check === null) return destination && <span className="tag">walkerOS {destination.runtime.collector}</span>
  if (check.verdict === 'same') {
    return (
      <span className="tag tone-ok" data-testid="genuine">
        <ToneIcon tone="ok" isSmall />
        <span className="equals">
          <span className="sr-only">same as </span>walkerOS {check.version}
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
      not proven for {check.version}
      <span className="hide-narrow">: {check.reason}</span>
    </span>
  )
}

/** When the preview is wrong, the genuine record counts. */
export function GenuineDifference({ check }: { check: Extract<GenuineCheck, { verdict: 'different' }> }) {
  const preview = usePreview()
  const destination = useDestination()
  const report = JSON.stringify(
    { check, event: preview?.event, config: destination?.config, outcome: preview?.explanation?.outcome },
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
