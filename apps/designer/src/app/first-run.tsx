import type { ParsedSamples } from '@mapping-designer/mapping-engine'
import { Compass, FileJson, OctagonX } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { emptyFlow, examples, samplesOf } from '../designer/examples.ts'
import { type ImportOffer, type OpenAnswer, openFlowText, openText } from '../designer/open-flow.ts'
import { readSamples } from '../document/read-text.ts'
import { readSharedFile, unpackShared } from '../document/share.ts'
import { fileDrop, largePaste } from '../panes/samples/add-sample-box.tsx'
import { toSamples } from '../panes/samples/add-samples.ts'
import { ImportProgress } from '../panes/samples/import-progress.tsx'
import { largeText } from '../panes/samples/read-events.ts'
import { useEventImport } from '../panes/samples/use-event-import.ts'
import { plural } from '../ui/format.ts'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'

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
  const [offer, setOffer] = useState<ImportOffer | null>(null)
  const paste = useId()
  const start = useId()
  const file = useRef<HTMLInputElement>(null)

  const events = useEventImport((samples) => {
    const { actions, text: flow } = parts.document.getState()
    actions.open({
      text: flow.trim() === '' ? emptyFlow : flow,
      samples: samples.map((sample) => ({ ...sample, id: parts.newId() })),
    })
  })
  const takeFiles = (files: FileList) => {
    const [only] = files
    // A small file is shown first, because it may be a flow.
    if (files.length === 1 && only !== undefined && only.size <= largeText) void only.text().then(setText)
    else void events.start([...files].map((one) => ({ name: one.name, content: one })))
  }

  const takeText = async () => {
    if (text.length > largeText && !isLikeConfig(text.slice(0, largeText))) {
      void events.start([{ name: null, content: text }])
      return
    }
    const isShared = readSharedFile(text) !== null || unpackShared(text) !== null
    const parsed = await readSamples(isShared ? '' : text)
    const isEvents = parsed.errors.length === 0 || !isLikeConfig(text)
    if (isEvents && parsed.events.some(({ event }) => 'name' in event)) {
      takeEvents(parsed)
      return
    }
    // What is no event may be a flow, or a part of one.
    const answer = await openText(parts, text)
    if (answer.kind !== 'refused') show(answer)
    else if (parsed.events.length > 0) takeEvents(parsed)
    else setError(isLikeConfig(text) ? answer.message : (parsed.errors[0]?.message ?? answer.message))
  }
  const takeEvents = (parsed: ParsedSamples) => {
    const { actions, text: flow } = parts.document.getState()
    actions.open({ text: flow.trim() === '' ? emptyFlow : flow, samples: toSamples(parsed, parts.newId) })
    const sentences = [...parsed.errors.map(({ message }) => message), ...parsed.notes]
    if (sentences.length > 0) parts.view.getState().actions.say(sentences.join(' '))
  }
  const importFile = async (chosen: File | undefined) => {
    if (chosen !== undefined) show(await openText(parts, await chosen.text()))
  }
  const show = (answer: OpenAnswer) => {
    setError(answer.kind === 'refused' ? answer.message : null)
    setOffer(answer.kind === 'offer' ? answer.offer : null)
    if (answer.kind === 'opened') parts.view.getState().actions.say(answer.message)
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
            void takeText()
          }}
          {...fileDrop(takeFiles)}
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
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void takeText()
            }}
            onPaste={largePaste((content) => void events.start([{ name: null, content }]))}
          />
          {error !== null && (
            <div className="notice tone-err" role="alert">
              <OctagonX className="icon" aria-hidden />
              <span>
                <Sentence text={error} />
              </span>
            </div>
          )}
          {offer !== null && (
            <div className="notice tone-warn" role="alert">
              <ToneIcon tone="warn" />
              <span>
                <Sentence text={offer.message} />
              </span>
              <button type="button" className="btn small" onClick={() => openFlowText(parts, offer.text)}>
                {offer.label}
              </button>
            </div>
          )}
          <ImportProgress events={events} />
          <div className="foot">
            <span>Events as JSON, JSON Lines or elb() calls, or a flow file. You can also drop files.</span>
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
        <button
          type="button"
          className="btn"
          onClick={() => {
            openFlowText(parts, examples[0]?.text ?? '')
            parts.view.getState().actions.setTourStep(0)
          }}
        >
          <Compass className="icon" aria-hidden />
          Take the tour
        </button>
      </section>
    </div>
  )
}

function isLikeConfig(text: string): boolean {
  return /\b(?:flows|settings|mapping|export|require)\b/.test(text)
}
