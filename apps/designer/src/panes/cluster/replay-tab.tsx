import type { ReplayState } from '@mapping-designer/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { chosenProfile, whyNotProduce } from '../../bridge/bridge-store.ts'
import { eventsOf, type ReplayRun, type ReplaySource } from '../../bridge/replay-store.ts'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { usePreviews } from '../../designer/use-preview.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Failures } from './replay-failures.tsx'
import { PlanSection, useReplayPlan } from './replay-plan.tsx'

/** Produces all samples, or a file of events, in transactions: each record once, also after an interruption. */
export function ReplayTab({ profile }: { profile: string }) {
  const reason = useBridge(whyNotProduce)
  const run = useStore(useDesigner().replay)
  // What was replayed to another target is not shown as of this one.
  const state = run.state?.profile === profile ? run.state : null
  const plan = useReplayPlan(run.source, profile)
  return (
    <>
      <SourceBar run={run} />
      {reason !== null && <Notice tone="warn" text={reason} />}
      {run.note !== null && <Notice tone="warn" text={run.note} isAlert />}
      {state === null ? <PlanSection plan={plan} /> : <Progress state={state} isStopped={isStopped(run)} />}
      <Controls profile={profile} run={run} state={state} plan={plan} isOff={reason !== null} />
      {state !== null && !run.isRunning && <Failures source={run.source} failures={run.failures} />}
    </>
  )
}

function isStopped({ isRunning, state }: ReplayRun): boolean {
  return !isRunning && state?.status === 'running'
}

/** What is replayed, and how to choose something else. */
function SourceBar({ run: { source, isRunning, actions } }: { run: ReplayRun }) {
  const samples = usePreviews().length
  return (
    <div className="cluster-bar">
      <label className="btn">
        {source.kind === 'file' ? 'Another file…' : 'Choose a file…'}
        <input
          type="file"
          className="sr-only"
          accept=".ndjson,.jsonl,.json,.txt"
          disabled={isRunning}
          onChange={({ target }) => {
            const file = target.files?.[0]
            if (file !== undefined) actions.choose({ kind: 'file', file })
          }}
        />
      </label>
      <span>{sourceInWords(source, samples)}</span>
      {source.kind !== 'samples' && (
        <button
          type="button"
          className="btn ghost"
          disabled={isRunning}
          onClick={() => actions.choose({ kind: 'samples' })}
        >
          Samples instead
        </button>
      )}
    </div>
  )
}

function sourceInWords(source: ReplaySource, samples: number): string {
  switch (source.kind) {
    case 'samples':
      return plural(samples, 'sample')
    case 'file':
      return `${source.file.name}, one event on each line`
    case 'events':
      return source.title
  }
}

type Plan = ReturnType<typeof useReplayPlan>

/** Starts what the plan shows, on production after its name is typed; pauses and ends what runs. */
function Controls({
  profile: name,
  run,
  state,
  plan,
  isOff,
}: {
  profile: string
  run: ReplayRun
  state: ReplayState | null
  plan: Plan
  isOff: boolean
}) {
  const mustConfirm = useBridge(chosenProfile)?.mustConfirm === true
  const [typed, setTyped] = useState('')
  const start = useStart(name, mustConfirm ? typed : undefined, plan)
  const { isRunning, actions } = run
  const canStart = !isOff && (!mustConfirm || typed === name) && plan.isReady
  const isOver = state !== null && !isRunning && !isStopped(run)
  if (isOver) {
    return (
      <div className="cluster-bar">
        <button type="button" className="btn" onClick={() => actions.choose(run.source)}>
          Plan another replay
        </button>
      </div>
    )
  }
  return (
    <div className="cluster-bar">
      {mustConfirm && !isRunning && (
        <input
          className="field mono"
          aria-label={`Type ${name} to confirm`}
          placeholder={`Type ${name} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {isRunning ? (
        <PauseButton onPause={actions.pause} />
      ) : (
        <button type="button" className="btn primary" disabled={!canStart} onClick={start}>
          {isStopped(run) ? 'Resume' : `Replay ${plan.label}`}
        </button>
      )}
      {state !== null && (
        <button type="button" className="btn danger" onClick={() => void actions.cancel()}>
          Cancel
        </button>
      )}
    </div>
  )
}

/** It takes the focus from the button that started the replay. */
function PauseButton({ onPause }: { onPause: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <button ref={button} type="button" className="btn" onClick={onPause}>
      Pause
    </button>
  )
}

function useStart(profile: string, confirm: string | undefined, plan: Plan): () => void {
  const { document, replay } = useDesigner()
  const selected = useDocument((state) => state.selectedDestination)
  const previews = usePreviews()
  return () => {
    const { text, now, env } = document.getState()
    const { source, actions } = replay.getState()
    const request = {
      profile,
      flow: text,
      now,
      env: { ...env },
      ...(selected && { flowName: selected.flowName, destination: selected.name }),
      ...(plan.total !== null && { total: plan.total }),
      ...(confirm !== undefined && { confirm }),
    }
    plan.remember()
    const samples = previews.map(({ event }) => event)
    void actions.start(request, eventsOf(source, samples))
  }
}

function Progress({ state, isStopped: isPaused }: { state: ReplayState; isStopped: boolean }) {
  const { status, accepted, done, skipped, failed, total, rate, secondsLeft } = state
  const sentence = useRef<HTMLParagraphElement>(null)
  const isOver = status === 'done' || status === 'cancelled'
  useEffect(() => {
    if (isOver) sentence.current?.focus()
  }, [isOver])
  const rows = [
    ['Produced', formatCount(done)],
    ['Skipped', formatCount(skipped)],
    ['Failed', formatCount(failed)],
    ['Rate', `${formatCount(rate)} events a second`],
    ...(secondsLeft === undefined ? [] : [['Time left', `${formatCount(secondsLeft)} s`]]),
  ]
  return (
    <section className="cluster-part" aria-label="Progress">
      <p ref={sentence} role="status" tabIndex={-1}>
        {isOver ? (
          resultInWords(state)
        ) : (
          <>
            <b>{isPaused ? 'Paused' : status}</b>: {formatCount(accepted)}
            {total === undefined ? '' : ` of ${formatCount(total)}`} events taken.
          </>
        )}
      </p>
      <progress aria-label="Events taken" value={status === 'done' ? 1 : total ? accepted / total : undefined} />
      <dl className="cluster-state">
        {rows.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function resultInWords({ status, profile, accepted, done, failed }: ReplayState): string {
  const start = status === 'cancelled' ? 'Cancelled: ' : ''
  const end = failed > 0 ? `, ${formatCount(failed)} failed` : ''
  return `${start}${formatCount(done)} of ${plural(accepted, 'event')} stored on ${profile}${end}.`
}
