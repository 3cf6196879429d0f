import { useDesigner } from '../designer/designer-context.tsx'
import { useDestination, useReading } from '../designer/use-preview.ts'
import { shortValue } from '../ui/format.ts'
import { Sentence } from '../ui/sentence.tsx'
import { marks } from './change-list.ts'
import { Counts } from './hop-button.tsx'
import type { Card } from './hop-card.ts'
import { hopIcons } from './hop-icons.ts'
import { routeLines } from './route-lines.ts'
import { useJourney } from './use-journey.ts'
import './journey.css'

/** Changes of one hop that the list shows; the journey has them all. */
const maxShown = 3

/** The hops before the mapping, as the list of the Why tab begins with them. */
export default function WhyBefore() {
  const journey = useJourney()
  const name = useDestination()?.name
  const { json } = useReading()
  if (journey === null) return <p className="empty-note">Following the event…</p>
  if ('failure' in journey) return null
  const { into, destinations } = journey.story
  const own = destinations.filter((lane) => lane.name === name).slice(0, 1)
  const isShown = ({ icon, state, title }: Card) =>
    icon !== 'record' && state !== 'unreached' && state !== 'unknown' && title !== 'Mapping'
  const hops = [into, ...own].flatMap(({ cards, routes }) =>
    cards.filter(isShown).map((card) => ({ card, lines: routeLines(json, card.place.slice(0, 4), routes) })),
  )
  return (
    <ol className="why" aria-label="The way to the destination">
      {hops.map(({ card, lines }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a hop is its place
        <WhyHop key={index} card={card} lines={lines} />
      ))}
    </ol>
  )
}

function WhyHop({ card, lines }: { card: Card; lines: readonly string[] }) {
  const { view } = useDesigner()
  const Icon = hopIcons[card.icon]
  const isQuiet = card.changes.length === 0
  return (
    <li>
      <span className="index" aria-hidden>
        <Icon className="icon small" />
      </span>
      <div>
        <h3 className="why-hop">
          <button type="button" className="link" onClick={() => view.getState().actions.goToFile(card.place)}>
            {card.title}
          </button>
          <Counts card={card} />
        </h3>
        {(isQuiet || card.why !== undefined) && (
          <p>
            {card.kind}: {card.line}. {card.why !== undefined && <Sentence text={card.why} />}
          </p>
        )}
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {card.changes.slice(0, maxShown).map(({ kind, path, before, after }) => (
          <p key={path}>
            <span className="change-mark" data-change={kind}>
              {marks[kind]}
            </span>
            <code>{path}</code> {kind === 'changed' && <del>{shortValue(before, 30)}</del>}{' '}
            {kind !== 'removed' && <code>{shortValue(after, 30)}</code>}
          </p>
        ))}
        {card.changes.length > maxShown && <p className="faint">and {card.changes.length - maxShown} more</p>}
      </div>
    </li>
  )
}
