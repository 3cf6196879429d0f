import { CircleHelp, CircleOff, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import { countsOf } from './change-list.ts'
import type { Card, CardState } from './hop-card.ts'
import { hopIcons } from './hop-icons.ts'

const stateIcons: Partial<Record<CardState, LucideIcon>> = {
  warn: TriangleAlert,
  dropped: OctagonX,
  'not-proven': CircleHelp,
  assumed: CircleHelp,
  unknown: CircleOff,
}

/** One hop, as a card: its name, what it is, and the most important change. */
export function HopButton({
  card,
  lane,
  column,
  isChosen,
  onChoose,
}: {
  card: Card
  lane: number
  column: number
  isChosen: boolean
  onChoose: () => void
}) {
  const Icon = hopIcons[card.icon]
  const StateIcon = stateIcons[card.state]
  return (
    <button
      type="button"
      className="hop"
      data-state={card.state}
      data-lane={lane}
      data-column={column}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <span className="hop-name">
        <Icon className="icon small" aria-hidden />
        <b className="truncate">{card.title}</b>
        <Counts card={card} />
      </span>
      <span className="hop-kind truncate">{card.kind}</span>
      {card.line !== '' && (
        <span className="hop-line">
          {StateIcon && <StateIcon className="icon small" aria-hidden />}
          <span className="truncate">{card.line}</span>
        </span>
      )}
    </button>
  )
}

export function Counts({ card }: { card: Pick<Card, 'changes'> }) {
  return (
    <span className="counts">
      {countsOf(card.changes).map(({ kind, text }) => (
        <span key={kind} data-change={kind}>
          {text}
        </span>
      ))}
    </span>
  )
}
