import { plural } from '../../ui/format.ts'
import type { EventImport } from './use-event-import.ts'

/** How far the reading of events is, and what could not be read. */
export function ImportProgress({ events }: { events: EventImport }) {
  const { progress, errors, refusal } = events
  return (
    <>
      {progress !== null && (
        <div className="import-progress" role="status">
          <span>
            {progress.what}
            {progress.events !== null &&
              `: ${progress.events.done.toLocaleString('en-US')} of ${progress.events.total.toLocaleString('en-US')}`}
          </span>
          {progress.events === null ? (
            <progress aria-label="Events read" />
          ) : (
            <progress aria-label="Events read" max={progress.events.total} value={progress.events.done} />
          )}
          <button type="button" className="btn small" onClick={events.cancel}>
            Cancel
          </button>
        </div>
      )}
      {refusal !== null && (
        <p className="notice tone-err" role="alert">
          {refusal}
        </p>
      )}
      <SourceErrors errors={errors} />
    </>
  )
}

const maxShown = 5

/** What could not be read, line by line. */
export function SourceErrors({ errors }: Pick<EventImport, 'errors'>) {
  if (errors.length === 0) return null
  return (
    <div className="notice tone-err" role="alert">
      <ul>
        {errors.slice(0, maxShown).map(({ source, line, column, message }) => (
          <li key={`${source}:${line}:${column}`}>
            {source !== null && <b>{source}: </b>}
            {message}
          </li>
        ))}
        {errors.length > maxShown && <li>{plural(errors.length - maxShown, 'more line')}</li>}
      </ul>
    </div>
  )
}
