import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { type Change, marks } from '../../journey/change-list.ts'
import type { Lane } from '../../journey/describe-journey.ts'
import { type Card, withoutChanges } from '../../journey/hop-card.ts'
import { shortValue } from '../../ui/format.ts'
import { JsonDiff } from '../../ui/json-diff.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { AssumeChoice } from './assume-choice.tsx'
import { RouteMarks } from './route-mark.tsx'
import { type SourceForm, StepForm } from './step-form.tsx'

const tones = { dropped: 'err', warn: 'warn', 'not-proven': 'warn' } as const

/** What the chosen hop did: its changes, its code, and the event before and after. */
export function HopDetail({
  card,
  lane,
  SourceMapping,
}: {
  card: Card
  lane: Pick<Lane, 'name' | 'routes'>
  SourceMapping: SourceForm
}) {
  const { view } = useDesigner()
  const tone = card.state in tones ? tones[card.state as keyof typeof tones] : 'quiet'
  return (
    <div className="hop-detail">
      <section aria-label={`Hop ${card.title}`} className="pane">
        <div className="pane-head">
          <h3>{card.title}</h3>
          <span className="muted truncate grow">
            {lane.name}, {card.kind}
          </span>
          <button type="button" className="btn small" onClick={() => view.getState().actions.goToFile(card.place)}>
            <ArrowRight className="icon small" aria-hidden />
            Show in the flow
          </button>
        </div>
        <div className="scroll">
          {card.why !== undefined && (
            <div className={`notice tone-${tone}`}>
              <span>
                <Sentence text={card.why} />
              </span>
            </div>
          )}
          {card.step !== undefined && card.unproven !== undefined && (
            <AssumeChoice key={card.step} step={card.step} packageName={card.unproven} />
          )}
          <ChangeTable card={card} />
          <RouteMarks value={lane.routes}>
            <StepForm place={card.place} SourceMapping={SourceMapping} />
          </RouteMarks>
        </div>
      </section>
      <EventPanel card={card} />
    </div>
  )
}

function ChangeTable({ card }: { card: Card }) {
  const { changes } = card
  if (changes.length === 0) {
    return <p className="empty-note">{withoutChanges(card)}</p>
  }
  return (
    <table className="pairs changes" aria-label={`What ${card.title} changed`}>
      <TableHead titles={['Path', 'In', 'Out']} />
      <tbody>
        {changes.map((change) => (
          <ChangeRow key={change.path} change={change} />
        ))}
      </tbody>
    </table>
  )
}

function ChangeRow({ change: { kind, path, before, after } }: { change: Change }) {
  return (
    <tr>
      <td>
        <span className="change-mark" data-change={kind}>
          {marks[kind]}
          <span className="sr-only"> {kind}</span>
        </span>
        <code>{path}</code>
      </td>
      <td>{before === undefined ? <span className="faint">not there</span> : <code>{shortValue(before)}</code>}</td>
      <td>{after === undefined ? <span className="faint">not there</span> : <code>{shortValue(after)}</code>}</td>
    </tr>
  )
}

type Shown = 'changes' | 'in' | 'out'

function EventPanel({ card }: { card: Card }) {
  const [wanted, setWanted] = useState<Shown>('changes')
  const isMade = card.icon === 'record' || card.icon === 'request' || card.in === undefined
  const hasEnded = card.state === 'dropped' && card.out === undefined
  if (card.in === undefined && card.out === undefined) return null
  const shown = isMade ? 'out' : hasEnded ? 'in' : wanted
  return (
    <section aria-label={`Event at ${card.title}`} className="pane">
      <div className="pane-head">
        {isMade || hasEnded ? (
          <h3>{card.icon === 'record' ? 'Value' : 'Event'}</h3>
        ) : (
          <Segmented
            label="Event"
            value={shown}
            onChange={setWanted}
            options={{
              changes: 'Changes',
              in: 'Event in',
              out: card.title === 'Mapping' ? 'Record value' : 'Event out',
            }}
          />
        )}
      </div>
      <div className="scroll">
        {shown === 'changes' ? (
          <JsonDiff before={card.in} after={card.out} label="Changes of the event" />
        ) : (
          <JsonView
            text={textOf(shown === 'in' ? card.in : card.out)}
            label={shown === 'in' ? 'Event in' : 'Event out'}
          />
        )}
      </div>
    </section>
  )
}

export function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value, null, 2) ?? String(value))
}
