import type { DocumentStore } from '../document/document-state.ts'

/** The last resort: what went wrong, and the text of the draft so that nothing is lost. */
export function ErrorScreen({
  error,
  document,
  onRetry,
}: {
  error: Error
  document: DocumentStore
  onRetry: () => void
}) {
  const { text, samples } = document.getState()
  return (
    <main className="error-screen">
      <h1>The designer could not draw this page</h1>
      <p>{error.message}</p>
      <p>Your draft is kept in this browser. Here is its text, should you need it elsewhere:</p>
      <textarea className="field mono" readOnly value={text} aria-label="Flow file" />
      <textarea
        className="field mono"
        readOnly
        value={samples.map((sample) => sample.text).join('\n')}
        aria-label="Samples"
      />
      <button type="button" className="btn primary" onClick={onRetry}>
        Try again
      </button>
    </main>
  )
}

/** One pane failed; the others go on. */
export function PaneError({ name, error, onRetry }: { name: string; error: Error; onRetry: () => void }) {
  return (
    <section className="pane" aria-label={name}>
      <div className="notice tone-err" role="alert">
        <p>
          <b>{name} could not be drawn.</b> {error.message}
        </p>
        <button type="button" className="btn small" onClick={onRetry}>
          Try again
        </button>
      </div>
    </section>
  )
}
