import { lazy, Suspense, useMemo } from 'react'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import { usePreview } from '../designer/use-preview.ts'
import type { Sample } from '../document/sample.ts'
import { type TextMark, textMarks } from '../document/text-marks.ts'
import { CommitInput } from '../ui/commit-input.tsx'
import { JsonView } from '../ui/json-view.tsx'
import { prettyJson } from '../ui/pretty-json.ts'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { OverlayDialog } from './overlay-dialog.tsx'

const EventEditor = lazy(() => import('../monaco/event-editor.tsx'))

/** The event of the selected sample as text, kept as it is typed, and the record that it makes. */
export default function EventDialog() {
  return (
    <OverlayDialog name="event" label="Edit the event" isWide>
      <SelectedEvent />
    </OverlayDialog>
  )
}

function SelectedEvent() {
  const sample = useDocument((state) => state.samples.find(({ id }) => id === state.selectedSample))
  return sample === undefined ? <p className="empty-note">No sample is selected.</p> : <EventForm sample={sample} />
}

function EventForm({ sample: { id, title, text } }: { sample: Sample }) {
  const { document, view } = useDesigner()
  const { changeSample } = document.getState().actions
  const marks = useMemo(() => textMarks(text), [text])
  return (
    <div className="event-form">
      <CommitInput
        className="field"
        aria-label="Sample title"
        value={title}
        onCommit={(changed) => changeSample(id, { title: changed }, 'rename sample')}
      />
      <div className="event-text">
        <Suspense fallback={<p className="empty-note">Loading the code editor…</p>}>
          <EventEditor
            text={text}
            marks={marks}
            onChange={(typed) => changeSample(id, { text: typed }, 'edit event')}
          />
        </Suspense>
        <Made />
      </div>
      <Marks marks={marks} />
      <div className="actions">
        <button type="button" className="btn primary" onClick={() => view.getState().actions.closeOverlay()}>
          Done
        </button>
        <span className="faint">Each change is kept at once. Ctrl+Z takes it back, Esc closes.</span>
      </div>
    </div>
  )
}

/** The value that the event makes now. */
function Made() {
  const outcome = usePreview()?.explanation?.outcome
  if (outcome === undefined || !('record' in outcome)) return <p className="empty-note">No record.</p>
  return (
    <div className="scroll">
      <JsonView text={prettyJson(outcome.record.value)} label="Value of the record" />
    </div>
  )
}

const maxShown = 5

function Marks({ marks }: { marks: readonly TextMark[] }) {
  return (
    <ul aria-label="What is wrong with the event" role="status">
      {marks.slice(0, maxShown).map(({ line, column, message, isError }) => (
        <li key={`${line}:${column}`} className={isError ? 'tone-err' : 'tone-warn'}>
          <ToneIcon tone={isError ? 'err' : 'warn'} isSmall /> <Sentence text={message} />
        </li>
      ))}
    </ul>
  )
}
