import { GitFork } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { useDestination } from '../../designer/use-preview.ts'
import type { JourneyStory, Lane } from '../../journey/describe-journey.ts'
import { HopButton } from '../../journey/hop-button.tsx'
import type { Card } from '../../journey/hop-card.ts'
import { useJourney } from '../../journey/use-journey.ts'
import { plural } from '../../ui/format.ts'
import { EntryChoice } from './entry-choice.tsx'
import { HopDetail } from './hop-detail.tsx'
import type { PolicyTable } from './step-form.tsx'
import '../../journey/journey.css'

/** The way of the selected sample, hop by hop, from where it comes in to the record of each destination. */
export default function JourneyPane({ samples, Policy }: { samples: ReactNode; Policy: PolicyTable }) {
  const title = useId()
  const journey = useJourney()
  const sample = useDocument((state) => state.samples.find(({ id }) => id === state.selectedSample)?.title)
  return (
    <div className="journey">
      {samples}
      <section className="pane sunken" aria-labelledby={title} data-pane="journey">
        <div className="pane-head journey-head">
          <h2 id={title}>Journey</h2>
          <span className="muted truncate grow">{sample}</span>
          <EntryChoice />
        </div>
        {journey === null ? (
          <p className="empty-note">Following the event…</p>
        ) : 'failure' in journey ? (
          <div className="notice tone-err" role="alert">
            <span>
              <b>No way through:</b> {journey.failure}
            </span>
          </div>
        ) : (
          <Story story={journey.story} Policy={Policy} />
        )}
      </section>
    </div>
  )
}

/** Which card is looked at, by its lane and column. */
interface At {
  lane: number
  column: number
}

function Story({ story, Policy }: { story: JourneyStory; Policy: PolicyTable }) {
  const destination = useDestination()
  const lanes = [story.into, ...story.destinations]
  const [wanted, setWanted] = useState<At | null>(null)
  const at = nearest(lanes, wanted ?? firstOfInterest(lanes, destination?.name))
  const card = lanes[at.lane]?.cards[at.column]
  const walk = useWalk(lanes, setWanted)
  const width = Math.max(...lanes.map(({ cards }) => cards.length), 5)
  const sent = story.destinations.filter(({ cards }) => cards.at(-1)?.state === 'record').length
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys walk from card to card inside */}
      <div className="lanes scroll" onKeyDown={walk} style={{ '--columns': width } as React.CSSProperties}>
        {lanes.map((lane, index) => (
          <LaneRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
            key={index}
            lane={lane}
            index={index}
            width={width}
            chosen={at.lane === index ? at.column : null}
            onChoose={(column) => setWanted({ lane: index, column })}
          />
        ))}
        <p className="sr-only" role="status">
          {sent} of {plural(story.destinations.length, 'destination')} send a record
        </p>
      </div>
      {card && (
        <HopDetail key={`${at.lane}.${at.column}`} card={card} lane={lanes[at.lane]?.name ?? ''} Policy={Policy} />
      )}
    </>
  )
}

/** The hop at which the event ended or was changed, on the way to the destination that is designed. */
function firstOfInterest(lanes: readonly Lane[], destination: string | undefined): At {
  const lane = Math.max(
    lanes.findIndex(({ name }, index) => index > 0 && name === destination),
    0,
  )
  const cards = lanes[lane]?.cards ?? []
  const ended = cards.findIndex(({ state }) => ['dropped', 'not-proven', 'warn', 'assumed'].includes(state))
  return { lane, column: ended === -1 ? cards.length - 1 : ended }
}

function nearest(lanes: readonly Lane[], { lane, column }: At): At {
  const own = Math.min(lane, lanes.length - 1)
  return { lane: own, column: Math.max(0, Math.min(column, (lanes[own]?.cards.length ?? 1) - 1)) }
}

/** Left and right go along a lane, up and down between them. */
function useWalk(lanes: readonly Lane[], choose: (at: At) => void) {
  const moves = useRef<Record<string, [lane: number, column: number]>>({
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  })
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const move = moves.current[event.key]
    const from = event.target instanceof HTMLElement ? event.target.dataset : {}
    if (move === undefined || from['lane'] === undefined) return
    event.preventDefault()
    const [down, right] = move
    const lane = Math.max(0, Math.min(Number(from['lane']) + down, lanes.length - 1))
    const next = nearest(lanes, { lane, column: Number(from['column']) + right })
    choose(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-lane="${next.lane}"][data-column="${next.column}"]`)?.focus()
  }
}

function LaneRow({
  lane,
  index,
  width,
  chosen,
  onChoose,
}: {
  lane: Lane
  index: number
  width: number
  chosen: number | null
  onChoose: (column: number) => void
}) {
  return (
    <div className="lane" data-first={index === 0 || undefined}>
      <h3>
        {lane.name} <small>{lane.kind}</small>
      </h3>
      <ol aria-label={`${lane.name}, ${lane.kind}`}>
        {lane.cards.map((card, column) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a hop is its place
            key={column}
            style={{ gridColumn: columnOf(lane.cards, column, index, width) }}
            data-from={fromOf(lane.cards, column, index, width)}
            data-state={card.state}
          >
            <HopButton
              card={card}
              lane={index}
              column={column}
              isChosen={chosen === column}
              onChoose={() => onChoose(column)}
            />
          </li>
        ))}
      </ol>
      {index === 0 && (
        <p className="fork-note">
          <GitFork className="icon small" aria-hidden />
          each destination gets its own copy of the event
        </p>
      )}
    </div>
  )
}

/** Mapping and record stand at the right edge of every lane, so that lanes can be compared. */
function columnOf(cards: readonly Card[], column: number, lane: number, width: number): number {
  const fromEnd = cards.length - column
  return lane > 0 && fromEnd <= 2 ? width - fromEnd + 1 : column + 1
}

/** How many columns lie between a card and the one before it. */
function fromOf(cards: readonly Card[], column: number, lane: number, width: number): number | undefined {
  if (column === 0) return undefined
  return columnOf(cards, column, lane, width) - columnOf(cards, column - 1, lane, width) - 1
}
