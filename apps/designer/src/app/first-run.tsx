import { parseSamples } from '@mapping-designer/mapping-engine'
import { FileJson, OctagonX } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { toSamples } from '../panes/samples/add-samples.ts'
import { plural } from '../preview/format.ts'
import { useDesigner } from './designer-context.tsx'
import { emptyFlow, examples, samplesOf } from './examples.ts'
import { openFlowText } from './open-flow.ts'

const placeholder = `{
  "name": "order complete",
  "data": { "id": "O-2415", "total": 129.9, "currency": "EUR" },
  "nested": [
    { "entity": "product", "data": { "id": "P-1003", "price": 89 } }
  ],
  "user": { "id": "u-7f3a91", "session": "s-2b81e0" },
  "consent": { "functional": true, "analytics": true }
}`

/** What a person sees first: a box to paste into, and examples. */
export function FirstRun() {
  const parts = useDesigner()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const paste = useId()
  const start = useId()
  const file = useRef<HTMLInputElement>(null)

  const takeEvents = () => {
    const parsed = parseSamples(text)
    if (parsed.events.length === 0) {
      setError(parsed.errors[0]?.message ?? 'There is no event in this text.')
      return
    }
    const { actions, text: flow } = parts.document.getState()
    actions.open({ text: flow.trim() === '' ? emptyFlow : flow, samples: toSamples(parsed, parts.newId) })
    if (parsed.errors.length > 0)
      parts.view.getState().set({ notice: parsed.errors.map(({ message }) => message).join(' ') })
  }
  const importFile = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    setError(openFlowText(parts, await chosen.text()))
  }

  return (
    <div className="first-run">
      <section aria-labelledby={paste}>
        <h2 id={paste}>Paste an event, see the Kafka record</h2>
        <p className="lead">The mapping engine runs in this page. Nothing leaves it until you press Produce.</p>
        <form
          className="paste-card"
          onSubmit={(event) => {
            event.preventDefault()
            takeEvents()
          }}
        >
          <textarea
            aria-label="Events"
            placeholder={placeholder}
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value)
              setError(null)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) takeEvents()
            }}
            onDrop={(event) => {
              const [dropped] = event.dataTransfer.files
              if (dropped === undefined) return
              event.preventDefault()
              void dropped.text().then(setText)
            }}
          />
          {error !== null && (
            <div className="notice tone-err" role="alert">
              <OctagonX className="icon" aria-hidden />
              <span>{error}</span>
            </div>
          )}
          <div className="foot">
            <span>One event, a JSON array, JSON Lines or elb() calls. You can also drop a file.</span>
            <button type="submit" className="btn primary" disabled={text.trim() === ''}>
              Use events
            </button>
          </div>
        </form>
        <div className="ways">
          <button type="button" className="btn" onClick={() => file.current?.click()}>
            <FileJson className="icon" aria-hidden />
            Import flow.json
          </button>
          <input
            ref={file}
            type="file"
            accept=".json,.jsonc,application/json"
            hidden
            onChange={(event) => void importFile(event.target.files?.[0])}
          />
        </div>
      </section>
      <section aria-labelledby={start}>
        <h2 id={start}>Start from an example</h2>
        <p className="lead">Opens with events and rules.</p>
        {examples.map((example) => {
          const samples = samplesOf(example.text, parts.newId)
          return (
            <button
              key={example.title}
              type="button"
              className="example-card"
              onClick={() => openFlowText(parts, example.text)}
            >
              <span className="title">
                {example.title} <small>{plural(samples.length, 'event')}</small>
              </span>
              <p>{example.about}</p>
              <code className="faint">{example.events}</code>
            </button>
          )
        })}
      </section>
    </div>
  )
}
