import { parseSamples, type SampleError } from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import { plural } from '../../preview/format.ts'
import { toSamples } from './add-samples.ts'

/** Where events are pasted. What could not be read stays in the box with its lines named. */
export function AddSampleBox({ onClose }: { onClose: () => void }) {
  const { document, newId } = useDesigner()
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<readonly SampleError[]>([])

  const add = () => {
    const parsed = parseSamples(text)
    if (parsed.events.length > 0) document.getState().actions.addSamples(toSamples(parsed, newId))
    setErrors(parsed.errors)
    if (parsed.errors.length === 0) onClose()
    else if (parsed.events.length > 0) setText(badLines(text, parsed.errors))
  }

  return (
    <form
      className="sample-text"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <textarea
        className="field"
        aria-label="Events"
        placeholder={'{"name": "page view", "data": {"id": "/"}}'}
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.stopPropagation()
            add()
          }
        }}
        onDrop={(event) => {
          const [dropped] = event.dataTransfer.files
          if (dropped === undefined) return
          event.preventDefault()
          void dropped.text().then(setText)
        }}
      />
      {errors.length > 0 && (
        <div className="notice tone-err" role="alert">
          <ul>
            {errors.slice(0, 5).map((error) => (
              <li key={`${error.line}:${error.column}`}>{error.message}</li>
            ))}
            {errors.length > 5 && <li>{plural(errors.length - 5, 'more line')}</li>}
          </ul>
        </div>
      )}
      <div className="actions">
        <button type="submit" className="btn small primary" disabled={text.trim() === ''}>
          Use events
        </button>
        <button type="button" className="btn small" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}

/** What is left to mend when some lines of a paste were read. */
function badLines(text: string, errors: readonly SampleError[]): string {
  const lines = text.split('\n')
  return errors.map(({ line }) => lines[line - 1] ?? '').join('\n')
}
