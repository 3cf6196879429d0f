import { findRepeatedKeys, parseSamples } from '@mapping-designer/mapping-engine'
import { useDesigner } from '../../app/designer-context.tsx'
import { readSample, type Sample } from '../../document/sample.ts'
import { CommitInput } from '../../ui/commit-input.tsx'

/** The event of a sample as text; it is kept as typed, valid or not. */
export function SampleTextBox({ sample, onClose }: { sample: Sample; onClose: () => void }) {
  const { actions } = useDesigner().document.getState()
  const reading = readSample(sample)
  const { rounded } = parseSamples(sample.text)
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
      {rounded.map(({ written, kept, line }) => (
        <p key={`${line} ${written}`} className="tone-warn">
          Line {line}: <code>{written}</code> is written as <code>{kept}</code>: JavaScript numbers are exact only up to
          2^53.
        </p>
      ))}
      {findRepeatedKeys(sample.text).map(({ key, line, column }) => (
        <p key={`${line} ${column}`} className="tone-warn">
          Line {line}: the object has the key <code>{key}</code> twice; JSON keeps this value and drops the earlier one.
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
