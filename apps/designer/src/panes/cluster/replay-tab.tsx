import type { ReplayState } from '@mapping-designer/shared-types'
import { useRef, useState } from 'react'
import { chosenProfile, sentenceOf, whyNotProduce } from '../../bridge/bridge-store.ts'
import { useBridge, useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { usePreviews } from '../../designer/use-preview.ts'
import { download } from '../../ui/download.ts'
import { plural } from '../../ui/format.ts'
import { eventsOfFile, runReplay } from './run-replay.ts'

const numbers = new Intl.NumberFormat('en')

/** Produces all samples, or a file of events, in transactions: each record once, also after an interruption. */
export function ReplayTab({ profile: name }: { profile: string }) {
  const { client, document, newId } = useDesigner()
  const profile = useBridge(chosenProfile)
  const reason = useBridge(whyNotProduce)
  const selected = useDocument((state) => state.selectedDestination)
  const previews = usePreviews()
  const [file, setFile] = useState<File | null>(null)
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<ReplayState | null>(null)
  const [note, setNote] = useState<string | null>(null)
  const [losses, setLosses] = useState<readonly string[]>([])
  const [run, setRun] = useState<AbortController | null>(null)
  // A run that was stopped goes on under its id, as long as it is of the same file and rules.
  const last = useRef<{ id: string; of: string } | null>(null)
  const isConfirmed = !profile?.mustConfirm || typed === profile.name

  const start = async () => {
    const { text, now, env } = document.getState()
    const of = JSON.stringify([name, selected, text, file?.name, file?.size, file?.lastModified])
    const isAgain = last.current?.of === of && state?.status !== 'done' && state?.status !== 'cancelled'
    if (!isAgain || last.current === null) last.current = { id: newId(), of }
    const stop = new AbortController()
    setRun(stop)
    setNote(null)
    setLosses([])
    try {
      const request = {
        id: last.current.id,
        profile: name,
        flow: text,
        now,
        env: { ...env },
        ...(selected && { flowName: selected.flowName, destination: selected.name }),
        ...(file === null && { total: previews.length }),
        ...(profile?.mustConfirm && { confirm: typed }),
      }
      const events =
        file === null
          ? previews.map(({ event }) => event)
          : eventsOfFile(file, (loss) => setLosses((before) => [...before, loss]))
      await runReplay(client, request, events, stop.signal, (next, why) => {
        setState(next)
        setNote(why)
      })
    } catch (error) {
      setNote(sentenceOf(error))
    } finally {
      setRun(null)
    }
  }
  const cancel = async () => {
    run?.abort()
    if (state !== null) setState(await client.cancelReplay(state.id).catch(() => state))
  }
  const isStopped = run === null && state !== null && state.status === 'running'
  return (
    <>
      <div className="cluster-bar">
        <label className="btn">
          {file === null ? 'Choose a file…' : 'Another file…'}
          <input
            type="file"
            className="sr-only"
            accept=".ndjson,.jsonl,.json,.txt"
            disabled={run !== null}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </label>
        <span>
          {file === null ? `All ${plural(previews.length, 'sample')}` : `${file.name}, one event on each line`}
        </span>
        {file !== null && (
          <button type="button" className="btn ghost" disabled={run !== null} onClick={() => setFile(null)}>
            Samples instead
          </button>
        )}
        {profile?.mustConfirm && (
          <input
            className="field mono"
            aria-label={`Type ${name} to confirm`}
            placeholder={`Type ${name} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        {run === null ? (
          <button
            type="button"
            className="btn primary"
            disabled={reason !== null || !isConfirmed || (file === null && previews.length === 0)}
            onClick={() => void start()}
          >
            {isStopped ? 'Go on' : 'Replay'}
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => run.abort()}>
            Pause
          </button>
        )}
        {(run !== null || isStopped) && (
          <button type="button" className="btn danger" onClick={() => void cancel()}>
            Cancel
          </button>
        )}
      </div>
      {reason !== null && <div className="notice tone-warn">{reason}</div>}
      {note !== null && (
        <div className="notice tone-warn" role="alert">
          {note}
        </div>
      )}
      {losses.length > 0 && (
        <div className="notice tone-warn" role="alert">
          {losses[0]}
          {losses.length > 1 && ` ${plural(losses.length - 1, 'more such place')} in the file.`}
        </div>
      )}
      {state === null ? (
        <p className="empty-note">
          Records are written in Kafka transactions together with the position of the replay, so that each is there
          once, also when the connection breaks and it goes on later. A replay cannot be taken back.
        </p>
      ) : (
        <Progress state={state} isStopped={isStopped} />
      )}
    </>
  )
}

function Progress({ state, isStopped }: { state: ReplayState; isStopped: boolean }) {
  const { client } = useDesigner()
  const { status, accepted, done, skipped, failed, total, rate, secondsLeft } = state
  const facts = [
    ['Produced', numbers.format(done)],
    ['Skipped', numbers.format(skipped)],
    ['Failed', numbers.format(failed)],
    ['Rate', `${numbers.format(rate)} events a second`],
    ...(secondsLeft === undefined ? [] : [['Time left', `${numbers.format(secondsLeft)} s`]]),
  ]
  return (
    <section className="cluster-part" aria-label="Progress">
      <p role="status">
        <b>{isStopped ? 'Paused' : status === 'done' ? 'Done' : status}</b>: {numbers.format(accepted)}
        {total === undefined ? '' : ` of ${numbers.format(total)}`} {accepted === 1 ? 'event' : 'events'} taken.
      </p>
      <progress aria-label="Events taken" value={status === 'done' ? 1 : total ? accepted / total : undefined} />
      <dl className="cluster-facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {failed > 0 && (
        <button
          type="button"
          className="btn"
          onClick={() => void client.replayFailures(state.id).then((text) => download('failures.ndjson', text))}
        >
          Download {plural(failed, 'failure')}
        </button>
      )}
    </section>
  )
}
