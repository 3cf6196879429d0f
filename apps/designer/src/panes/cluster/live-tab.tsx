import { writeEvent } from '@mapping-designer/mapping-engine'
import type { LiveEvent, LiveState } from '@mapping-designer/shared-types'
import { Pause, Play } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { sentenceOf } from '../../bridge/bridge-store.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { plural, shortValue } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { prettyJson } from '../../ui/pretty-json.ts'
import { takeTexts } from './take-samples.ts'

const kept = 500
const tapName = 'the live tap'

/** Events of running flows as they come in, to be taken as samples. */
export function LiveTab() {
  const parts = useDesigner()
  const { state, events, dropped, error, toggle } = useTap()
  const address = state === null ? '' : `${location.origin}${state.path}`
  const ToggleIcon = state?.isOpen ? Pause : Play
  return (
    <>
      <div className="cluster-bar">
        <span>Let the API destination of a flow send to</span>
        <code className="cut">{address}</code>
        <CopyButton text={address} label="Copy address" />
        <button type="button" className="btn" disabled={state === null} onClick={toggle}>
          <ToggleIcon className="icon small" aria-hidden />
          {state?.isOpen ? 'Pause' : 'Go on'}
        </button>
        <button
          type="button"
          className="btn"
          disabled={events.length === 0}
          onClick={() => takeTexts(parts, events.map(textOf).toReversed(), tapName)}
        >
          Add {plural(events.length, 'event')} as samples
        </button>
      </div>
      {error !== null && <Notice tone="err" text={error} />}
      {dropped > 0 && (
        <p className="faint" role="status">
          Left out: {plural(dropped, 'event')} that came faster than this page reads.
        </p>
      )}
      {events.length === 0 ? (
        <Empty
          sentence={state?.isOpen === false ? 'Paused: what comes in is not kept.' : 'No event has come in yet.'}
        />
      ) : (
        <EventTable events={events} />
      )}
    </>
  )
}

/** An event with the digits that it came with. */
const textOf = ({ event, text }: LiveEvent) => (text === undefined ? writeEvent(event) : prettyJson(text))

/** The live tap of the bridge and what came in through it, the newest first. */
function useTap() {
  const { client } = useDesigner()
  const [state, setState] = useState<LiveState | null>(null)
  const [events, setEvents] = useState<readonly LiveEvent[]>([])
  const [dropped, setDropped] = useState(0)
  const [error, setError] = useState<string | null>(null)
  const fail = useCallback((failure: unknown) => setError(sentenceOf(failure)), [])
  useEffect(() => {
    const end = new AbortController()
    // The bridge tells of what it keeps from the start.
    setEvents([])
    const read = async () => {
      setState(await client.liveState())
      for await (const event of client.live(end.signal, (count) => setDropped((before) => before + count))) {
        setEvents((before) => [event, ...before].slice(0, kept))
      }
    }
    read().catch(fail)
    return () => end.abort()
  }, [client, fail])
  const toggle = () => void client.openTap(!state?.isOpen).then(setState, fail)
  return { state, events, dropped, error, toggle }
}

function EventTable({ events }: { events: readonly LiveEvent[] }) {
  const parts = useDesigner()
  return (
    <table className="pairs cluster-table records" aria-label="Live events">
      <tbody>
        {events.map((live) => {
          const { number, at, event, text } = live
          return (
            <tr key={number}>
              <td className="mono">{new Date(at).toLocaleTimeString()}</td>
              <td>
                <b>{String((event as { name?: unknown } | null)?.name ?? 'no name')}</b>
              </td>
              <td>
                <code className="cut">{text?.slice(0, 160) ?? shortValue(event, 160)}</code>
              </td>
              <td>
                <button type="button" className="btn small" onClick={() => takeTexts(parts, [textOf(live)], tapName)}>
                  Add as sample<span className="sr-only"> event {number}</span>
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
