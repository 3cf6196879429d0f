import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { checkText } from '../../document/read-text.ts'
import { readSample } from '../../document/sample.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { Sentence } from '../../ui/sentence.tsx'

/** The event of a sample as text; it is kept as typed, valid or not. */
export function SampleTextBox({ id, onClose }: { id: string; onClose: () => void }) {
  const { actions } = useDesigner().document.getState()
  const sample = useDocument((state) => state.samples.find((one) => one.id === id))
  if (sample === undefined) return null
  const reading = readSample(sample)
  return (
    <div className="sample-text">
      <CommitInput
        className="field small"
        aria-label="Sample title"
        value={sample.title}
        onCommit={(title) => actions.changeSample(sample.id, { title }, 'rename sample')}
      />
      <textarea
        className="field"
        aria-label="Event as JSON"
        spellCheck={false}
        value={sample.text}
        onChange={(event) => actions.changeSample(sample.id, { text: event.target.value }, 'edit event')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      />
      {!reading.isReadable && (
        <p className="tone-err" role="alert">
          {reading.message}
        </p>
      )}
      {checkText(sample.text).map(({ cause }) => (
        <p key={cause} className="tone-warn">
          <Sentence text={cause} />
        </p>
      ))}
      <div className="actions">
        <button type="button" className="btn small" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  )
}
