import { lazy, Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'

const TextDiff = lazy(() => import('../monaco/text-diff.tsx'))

/** The file was changed on disk in the same lines as here: the person decides, and sees both. */
export function ConflictBar() {
  const { files } = useDesigner()
  const conflict = useStore(files.conflict, (state) => state.file)
  const text = useDocument((state) => state.text)
  const [isShown, setShown] = useState(false)
  if (conflict === null) return null
  return (
    <section className="conflict" aria-label="Conflict">
      <div className="notice tone-warn" role="alert">
        <ToneIcon tone="warn" />
        <span>
          <b>{conflict.path}</b> was changed on disk in the same lines as here. Nothing is overwritten until you decide.
        </span>
        <span className="actions">
          <button type="button" className="btn small" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide the difference' : 'Show the difference'}
          </button>
          <button type="button" className="btn small" onClick={() => files.resolve('theirs')}>
            Use the file
          </button>
          <button type="button" className="btn small" onClick={() => files.resolve('mine')}>
            Keep mine
          </button>
        </span>
      </div>
      {isShown && (
        <Suspense fallback={<p className="empty-note">Loading the difference…</p>}>
          <TextDiff before={conflict.text} after={text} />
        </Suspense>
      )}
    </section>
  )
}
