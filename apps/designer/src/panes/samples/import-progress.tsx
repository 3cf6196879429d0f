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

const mostShown = 5

function SourceErrors({ errors }: Pick<EventImport, 'errors'>) {
  if (errors.length === 0) return null
  return (
    <div className="notice tone-err" role="alert">
      <ul>
        {errors.slice(0, mostShown).map(({ source, line, column, message }) => (
          <li key={`${source}:${line}:${column}`}>
            {source !== null && <b>{source}: </b>}
            {message}
          </li>
        ))}
        {errors.length > mostShown && <li>{errors.length - mostShown} more lines</li>}
      </ul>
    </div>
  )
}
