import { foreignSamples, type ParsedSamples, readSamples, type SampleError } from '@mapping-designer/mapping-engine'
import { FolderOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { fileDrop } from '../../ui/file-drop.ts'
import AdaptSamplesForm from './adapt-samples-form.tsx'
import { toSamples } from './add-samples.ts'
import { largePaste } from './drop-and-paste.ts'
import { ImportProgress, SourceErrors } from './import-progress.tsx'
import { largeText } from './read-events.ts'
import { useEventImport } from './use-event-import.ts'

/** Where events are pasted. What could not be read stays in the box with its lines named. */
export function AddSampleBox({ onClose }: { onClose: () => void }) {
  const { text, type, errors, foreign, events, add, take, takeFiles } = useAddedSamples(onClose)
  const file = useRef<HTMLInputElement>(null)
  const isReading = events.progress !== null
  return (
    <form
      className="sample-text"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
      {...fileDrop(takeFiles)}
    >
      <textarea
        className="field"
        aria-label="Events"
        placeholder={'{"name": "page view", "data": {"id": "/"}}'}
        spellCheck={false}
        autoFocus
        disabled={isReading}
        value={text}
        onChange={(event) => type(event.target.value)}
        onPaste={largePaste((content) => void events.start([{ name: null, content }]))}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.stopPropagation()
            void add()
          }
        }}
      />
      <SourceErrors errors={errors.map((error) => ({ ...error, source: null }))} />
      {foreign !== null && <AdaptSamplesForm read={foreign} onTake={take} />}
      <ImportProgress events={events} />
      <input
        ref={file}
        type="file"
        multiple
        hidden
        accept=".json,.jsonl,.ndjson,.json5,.js,.ts,.txt,.log,.csv,.tsv,.har,.gz,application/json"
        data-testid="event-files"
        onChange={(event) => takeFiles(event.target.files)}
      />
      <div className="actions">
        <button type="submit" className="btn small primary" disabled={isReading || text.trim() === ''}>
          Use events
        </button>
        <button type="button" className="btn small" disabled={isReading} onClick={() => file.current?.click()}>
          <FolderOpen className="icon small" aria-hidden />
          Choose files
        </button>
        <button type="button" className="btn small" onClick={onClose}>
          {events.errors.length > 0 ? 'Close' : 'Cancel'}
        </button>
      </div>
    </form>
  )
}

/** What is typed, pasted, chosen or dropped becomes samples; `onClose` once nothing is left to mend. */
function useAddedSamples(onClose: () => void) {
  const { document, view, newId } = useDesigner()
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<readonly SampleError[]>([])
  const [foreign, setForeign] = useState<ParsedSamples | null>(null)
  const events = useEventImport((read) => {
    document.getState().actions.addSamples(read.samples.map((sample) => ({ ...sample, id: newId() })))
    setText('')
    if (read.errors.length === 0) onClose()
  })
  const take = (parsed: ParsedSamples) => {
    setForeign(null)
    if (parsed.events.length > 0) document.getState().actions.addSamples(toSamples(parsed, newId))
    if (parsed.notes.length > 0) view.getState().actions.say(parsed.notes.join(' '))
    setErrors(parsed.errors)
    if (parsed.errors.length === 0) onClose()
    else if (parsed.events.length > 0) setText(badLines(text, parsed.errors))
  }
  return {
    ...{ text, errors, foreign, events, take },
    type(typed: string) {
      setText(typed)
      setForeign(null)
    },
    async add() {
      if (text.length > largeText) return events.start([{ name: null, content: text }])
      const parsed = await readSamples(text)
      if (foreignSamples(parsed).length > 0) setForeign(parsed)
      else take(parsed)
    },
    takeFiles(files: FileList | null) {
      if (files !== null && files.length > 0)
        void events.start([...files].map((one) => ({ name: one.name, content: one })))
    },
  }
}

/** What is left to mend when some lines of a paste were read. */
function badLines(text: string, errors: readonly SampleError[]): string {
  const lines = text.split('\n')
  return errors.map(({ line }) => lines[line - 1] ?? '').join('\n')
}
