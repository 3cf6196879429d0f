import {
  type Adapter,
  adaptSamples,
  foreignSamples,
  type ParsedSamples,
  readAdapter,
  type Tracker,
} from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { plural } from '../../ui/format.ts'
import { Sentence } from '../../ui/sentence.tsx'

/** What events of other trackers become, with the adapters that make it, before they are taken. */
export default function AdaptSamplesForm({
  read,
  onTake,
}: {
  read: ParsedSamples
  onTake: (samples: ParsedSamples) => void
}) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const found = foreignSamples(read)
  const textOf = ({ title, adapter }: Tracker) => texts[title] ?? JSON.stringify(adapter, null, 2)
  const readings = new Map(
    found.flatMap(({ tracker }) =>
      tracker.adapter === undefined ? [] : [[tracker.title, readAdapter(textOf(tracker))] as const],
    ),
  )
  const adapterFor = ({ title }: Tracker): Adapter | undefined => {
    const reading = readings.get(title)
    return reading !== undefined && 'adapter' in reading ? reading.adapter : undefined
  }
  const errors = [...readings.values()].flatMap((reading) => ('error' in reading ? [reading.error] : []))
  const adapted = adaptSamples({ ...read, notes: [] }, adapterFor)
  return (
    <section className="notice tone-info adapt-samples" aria-label="Events of other trackers">
      {errors.length > 0
        ? errors.map((error) => (
            <p key={error} role="alert">
              <Sentence text={error} />
            </p>
          ))
        : adapted.notes.map((note) => (
            <p key={note}>
              <Sentence text={note} />
            </p>
          ))}
      <details>
        <summary>Adapter</summary>
        {found.map(
          ({ tracker }) =>
            tracker.adapter !== undefined && (
              <textarea
                key={tracker.title}
                className="field mono"
                aria-label={`Adapter of ${tracker.title}`}
                rows={12}
                spellCheck={false}
                value={textOf(tracker)}
                onChange={(event) => setTexts({ ...texts, [tracker.title]: event.target.value })}
              />
            ),
        )}
      </details>
      <pre className="mono">{adapted.events[0]?.text}</pre>
      <div className="actions">
        <button
          type="button"
          className="btn small primary"
          disabled={errors.length > 0}
          onClick={() => onTake({ ...adapted, notes: [...read.notes, ...adapted.notes] })}
        >
          Add {plural(adapted.events.length, 'walkerOS event')}
        </button>
        <button type="button" className="btn small" onClick={() => onTake(read)}>
          Add as pasted
        </button>
      </div>
    </section>
  )
}
