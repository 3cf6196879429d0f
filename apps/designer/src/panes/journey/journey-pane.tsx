import { GitFork } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { ConsentNotice } from '../../designer/consent-notice.tsx'
import { useDocument } from '../../designer/designer-context.tsx'
import { useConsentStates } from '../../designer/use-consent-states.ts'
import { useDestination } from '../../designer/use-preview.ts'
import type { Sample } from '../../document/sample.ts'
import type { JourneyStory, Lane } from '../../journey/describe-journey.ts'
import { foldSteps } from '../../journey/fold-steps.ts'
import { HopButton } from '../../journey/hop-button.tsx'
import type { Card } from '../../journey/hop-card.ts'
import { useJourney } from '../../journey/use-journey.ts'
import { plural } from '../../ui/format.ts'
import { ConsentChoice } from './consent-choice.tsx'
import { EntryChoice } from './entry-choice.tsx'
import { HopDetail } from './hop-detail.tsx'
import type { SourceForm } from './step-form.tsx'
import '../../journey/journey.css'

/** The way of the selected sample, hop by hop, from where it comes in to the record of each destination. */
export default function JourneyPane({ samples, SourceMapping }: { samples: ReactNode; SourceMapping: SourceForm }) {
  const title = useId()
  const sample = useDocument((state) => state.samples.find(({ id }) => id === state.selectedSample))
  const { states, chosen, choose } = useConsent(sample)
  const journey = useJourney(chosen)
  return (
    <div className="journey">
      {samples}
      <section className="pane sunken" aria-labelledby={title} data-pane="journey">
        <div className="pane-head journey-head">
          <h2 id={title}>Journey</h2>
          <span className="muted truncate grow">{sample?.title}</span>
          {states.length > 1 && <ConsentChoice states={states} chosen={chosen} onChoose={choose} />}
          <EntryChoice />
        </div>
        {chosen && <ConsentNotice state={chosen} onEnd={() => choose(null)} />}
        {journey === null ? (
          <p className="empty-note">
            {sample === undefined ? 'Select a sample to follow its event.' : 'Following the event…'}
          </p>
        ) : 'failure' in journey ? (
          <div className="notice tone-err" role="alert">
            <span>
              <b>No way through:</b> {journey.failure}
            </span>
          </div>
        ) : (
          <Story story={journey.story} SourceMapping={SourceMapping} />
        )}
      </section>
    </div>
  )
}

const noSamples: readonly Sample[] = []

/** The consent to follow a sample under; it ends with another sample. */
function useConsent(sample: Sample | undefined) {
  const samples = useMemo(() => (sample === undefined ? noSamples : [sample]), [sample])
  const states = useConsentStates(samples)
  const [wanted, setWanted] = useState<{ of: string; title: string } | null>(null)
  const chosen = wanted?.of === sample?.id ? states.find(({ title }) => title === wanted?.title) : undefined
  const choose = (title: string | null) =>
    setWanted(title === null || sample === undefined ? null : { of: sample.id, title })
  return { states, chosen, choose }
}

/** Which card is looked at, by its lane and column. */
interface At {
  lane: number
  column: number
}

function Story({ story, SourceMapping }: { story: JourneyStory; SourceMapping: SourceForm }) {
  const destination = useDestination()
  const [open, setOpen] = useState<readonly number[]>([])
  const whole = [story.into, ...story.destinations]
  const lanes = whole.map((lane, index) => (open.includes(index) ? lane : { ...lane, cards: foldSteps(lane.cards) }))
  const [wanted, setWanted] = useState<At | null>(null)
  const at = nearest(lanes, wanted ?? firstOfInterest(lanes, destination?.name))
  const lane = lanes[at.lane]
  const card = lane?.cards[at.column]
  const walk = useWalk(lanes, setWanted)
  const choose = (lane: number, column: number) => {
    const [first] = lanes[lane]?.cards[column]?.folds ?? []
    if (first !== undefined) setOpen([...open, lane])
    setWanted({ lane, column: first === undefined ? column : (whole[lane]?.cards.indexOf(first) ?? column) })
  }
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
            isOpen={open.includes(index)}
            onChoose={(column) => choose(index, column)}
            onFold={() => setOpen(open.filter((one) => one !== index))}
          />
        ))}
        <p className="sr-only" role="status">
          {sent} of {plural(story.destinations.length, 'destination')} send a record
        </p>
      </div>
      {lane && card && (
        <HopDetail key={`${at.lane}.${at.column}`} card={card} lane={lane} SourceMapping={SourceMapping} />
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
  isOpen,
  onChoose,
  onFold,
}: {
  lane: Lane
  index: number
  width: number
  chosen: number | null
  /** Its steps were unfolded. */
  isOpen: boolean
  onChoose: (column: number) => void
  onFold: () => void
}) {
  return (
    <div className="lane" data-first={index === 0 || undefined}>
      <h3>
        {lane.name} <small>{lane.kind}</small>
        {isOpen && (
          <button type="button" className="link" onClick={onFold}>
            Fold
          </button>
        )}
      </h3>
      <ol aria-label={`${lane.name}, ${lane.kind}`}>
        {lane.cards.map((card, column) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a hop is its place
            key={column}
            style={placeOf(lane.cards, column, index, width)}
            data-from={column > 0 || undefined}
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

/** The column of a card, and how many lie between it and the one before it. */
function placeOf(cards: readonly Card[], column: number, lane: number, width: number): React.CSSProperties {
  const own = columnOf(cards, column, lane, width)
  const gap = column === 0 ? 0 : own - columnOf(cards, column - 1, lane, width) - 1
  return { gridColumn: own, '--gap': gap } as React.CSSProperties
}
