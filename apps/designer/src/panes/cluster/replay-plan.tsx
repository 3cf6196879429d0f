import { useEffect, useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { createReplayMemory, eventsOf, type ReplaySource } from '../../bridge/replay-store.ts'
import { useBridge, useDesigner } from '../../designer/designer-context.tsx'
import { useDestination, usePlan, usePreviews } from '../../designer/use-preview.ts'
import { browserStorage } from '../../document/browser-storage.ts'
import { isInWorker } from '../../preview/derive.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { planReplay, type ReplayPlan } from './plan-replay.ts'

const memory = () => createReplayMemory(browserStorage)

/** What the chosen replay would do, computed in the page before anything is sent. */
export function useReplayPlan(source: ReplaySource, profile: string) {
  const rules = usePlan()
  const destination = useDestination()
  const previews = usePreviews()
  const topics = useBridge((state) => state.topics)
  const [plan, setPlan] = useState<ReplayPlan | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [losses, setLosses] = useState<readonly string[]>([])
  const [leftOut, setLeftOut] = useState<readonly number[]>([])
  useEffect(() => {
    const end = new AbortController()
    setPlan(null)
    setError(null)
    setLosses([])
    setLeftOut([])
    if (rules === undefined) return
    const samples = previews.map(({ event }) => event)
    const lost: string[] = []
    const lines: number[] = []
    const show = (found: ReplayPlan) => {
      setPlan(found)
      setLosses(lost)
      setLeftOut(lines)
    }
    const events = eventsOf(source, samples, {
      onLoss: (sentence) => lost.push(sentence),
      onLeftOut: (line) => lines.push(line),
    })
    planReplay(rules, events, end.signal).then(show, (failure: unknown) => {
      if (!end.signal.aborted) setError(sentenceOf(failure))
    })
    return () => end.abort()
  }, [rules, source, previews])
  const mark = plan && `${profile} ${destination?.flowName} ${destination?.name} ${plan.mark}`
  const missing = [...(plan?.topics.keys() ?? [])].filter((topic) => topics?.every(({ name }) => name !== topic))
  return {
    plan,
    error,
    losses,
    leftOut,
    missing,
    isOnlyCounted: rules !== undefined && isInWorker(rules),
    lastAt: mark === null ? null : memory().lastOf(mark),
    isReady: plan !== null && plan.events > 0 && missing.length === 0,
    /** Events there are, where they were counted. */
    total: plan?.events ?? null,
    label: plan === null ? '' : plural(plan.events, 'event'),
    remember() {
      if (mark !== null) memory().remember(mark, Date.now())
    },
  }
}

/** Target, topics and records of a replay before it starts: this is what is confirmed. */
export function PlanSection({ plan: found }: { plan: ReturnType<typeof useReplayPlan> }) {
  const profile = useBridge(chosenProfile)
  const { plan, error, losses, leftOut, missing, isOnlyCounted, lastAt } = found
  return (
    <section className="cluster-part" aria-label="Plan">
      <p>
        To <b>{profile?.name}</b>
        {profile && profile.environment !== profile.name && ` (${profile.environment})`}, in Kafka transactions together
        with the position of the replay: each record is there once, also when the connection breaks and it goes on
        later. A replay cannot be taken back.
      </p>
      {lastAt !== null && (
        <Notice
          tone="warn"
          text={`The same events were replayed to ${profile?.name} on ${new Date(lastAt).toLocaleString()}: another replay writes each record a second time.`}
        />
      )}
      {error !== null && <Notice tone="err" text={error} isAlert />}
      {leftOut.length > 0 && <Notice tone="warn" text={leftOutInWords(leftOut)} isAlert />}
      {losses.length > 0 && (
        <div className="notice tone-warn" role="alert">
          {losses[0]}
          {losses.length > 1 && ` ${plural(losses.length - 1, 'more such place')} in the file.`}
        </div>
      )}
      {plan === null && error === null && <p className="faint">Reading the events…</p>}
      {plan !== null && <PlanTable plan={plan} />}
      {isOnlyCounted && (
        <p className="faint">
          The flow has functions or steps, which run on the bridge: its topics are not known before.
        </p>
      )}
      {missing.length > 0 && <MissingTopics missing={missing} />}
    </section>
  )
}

const maxNamedLines = 5

/** Lines of a file that a replay passes over, by their numbers. */
function leftOutInWords(lines: readonly number[]): string {
  const isOne = lines.length === 1
  const more = lines.length - maxNamedLines
  const named = lines.slice(0, maxNamedLines).join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '')
  const fact = isOne
    ? '1 line is not one event as JSON'
    : `${formatCount(lines.length)} lines are not one event as JSON`
  return `${fact}, and the replay leaves ${isOne ? 'it' : 'them'} out: ${isOne ? 'line' : 'lines'} ${named}.`
}

function PlanTable({ plan: { events, topics: counts, skipped, failed } }: { plan: ReplayPlan }) {
  const topics = useBridge((state) => state.topics)
  return (
    <>
      <table className="pairs cluster-table" aria-label="Records by topic">
        <TableHead titles={['Topic', ofNumbers('Records'), 'On the cluster']} />
        <tbody>
          {[...counts].map(([topic, count]) => {
            const found = topics?.find(({ name }) => name === topic)
            return (
              <tr key={topic}>
                <td>
                  <code>{topic}</code>
                </td>
                <td className="number">{formatCount(count)}</td>
                <td className={found ? '' : 'tone-warn'}>
                  {found ? `exists, ${plural(found.partitions, 'partition')}` : topics ? 'missing' : 'not checked'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p role="status">
        {plural(events, 'event')}
        {skipped > 0 && `, ${formatCount(skipped)} without a record`}.
      </p>
      {[...failed].map(([reason, count]) => (
        <p key={reason} className="tone-err">
          {plural(count, 'event')} will fail: {reason}.
        </p>
      ))}
    </>
  )
}

function MissingTopics({ missing }: { missing: readonly string[] }) {
  const { view } = useDesigner()
  return (
    <div className="notice tone-warn">
      <span>
        <b>{missing.join(', ')}</b> {missing.length === 1 ? 'does' : 'do'} not exist: all of their records would fail.
      </span>
      <button type="button" className="btn small" onClick={() => view.getState().actions.showCluster('topics')}>
        Create topics…
      </button>
    </div>
  )
}
