import { type Comparison, type FlowChange, lineOf, placeInWords } from '@mapping-designer/mapping-engine'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { plural } from '../../ui/format.ts'
import { Sentence } from '../../ui/sentence.tsx'
import { ChangeMark } from './change-table.tsx'
import type { Runnable } from './use-comparison.ts'

const marks = { added: 'added', gone: 'removed', changed: 'changed' } as const

/** Where the two flows differ, and how many records show it. */
export function FlowChangeList({
  changes,
  eventsOf,
  shown: { before, after },
}: {
  changes: readonly FlowChange[]
  eventsOf: (change: FlowChange) => number
  shown: { before: Runnable; after: Runnable }
}) {
  const { before: old, after: now } = { before: before.destination.runtime, after: after.destination.runtime }
  return (
    <section aria-label="In the flow">
      <div className="section-head">
        <h3>In the flow</h3>
        <span className="faint">
          {changes.length === 0 ? 'the same' : `${plural(changes.length, 'change')}; order and layout do not count`}
          {old.collector !== now.collector && `, run by walkerOS ${old.collector} and ${now.collector}`}
        </span>
      </div>
      <ul className="flow-changes">
        {changes.slice(0, maxShown).map((change) => (
          <li key={JSON.stringify(change.place)}>
            <ChangeMark of={marks[change.what]} />
            <PlaceLink change={change} config={after.destination.place} />
            <EventCount count={eventsOf(change)} />
          </li>
        ))}
        {changes.length > maxShown && <li className="faint">{changes.length - maxShown} more</li>}
      </ul>
    </section>
  )
}

const maxShown = 200

function EventCount({ count }: { count: number }) {
  return count === 0 ? (
    <span className="tone-warn">no record shows it</span>
  ) : (
    <span className="muted">{plural(count, 'record')}</span>
  )
}

/** The place of a change, which leads to its line in the draft where it is there. */
export function PlaceLink({ change: { place, what }, config }: { change: FlowChange; config: FlowChange['place'] }) {
  const { view } = useDesigner()
  const text = useDocument((state) => state.text)
  const isInConfig = config.every((step, index) => step === place[index])
  const name = placeInWords(isInConfig ? place.slice(config.length) : place).replace(/^mapping\./, '')
  const line = what === 'gone' ? undefined : lineOf(text, place)
  if (line === undefined) return <code>{name}</code>
  return (
    <button type="button" className="link" onClick={() => view.getState().actions.goToFile(place)}>
      <code>{name}</code>
      <span className="faint">, line {line}</span>
    </button>
  )
}

/** Problems that come, and those that go. */
export function ProblemChanges({ problems: { comes, goes } }: Pick<Comparison, 'problems'>) {
  if (comes.length + goes.length === 0) return null
  const lines = [
    ...comes.map((problem) => ({ ...problem, sign: 'removed' as const, word: 'comes' })),
    ...goes.map((problem) => ({ ...problem, sign: 'added' as const, word: 'is gone' })),
  ]
  return (
    <section aria-label="Problems that change">
      <div className="section-head">
        <h3>Problems</h3>
        <span className="faint">
          {comes.length} come, {goes.length} go
        </span>
      </div>
      <ul className="flow-changes">
        {lines.slice(0, maxShown).map(({ code, cause, sign, word }) => (
          <li key={`${word} ${code} ${cause}`}>
            <span className="change-sign" data-change={sign} aria-hidden>
              {sign === 'removed' ? '!' : '✓'}
            </span>
            <span>
              <code>{code}</code> {word}: <Sentence text={cause} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
