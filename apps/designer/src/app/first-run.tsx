import { Compass, FileJson, OctagonX } from 'lucide-react'
import { Suspense, useId, useRef } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { type Example, examples, shopOrders } from '../designer/examples.ts'
import { largePaste } from '../panes/samples/drop-and-paste.ts'
import { ImportProgress } from '../panes/samples/import-progress.tsx'
import { fileDrop } from '../ui/file-drop.ts'
import { plural } from '../ui/format.ts'
import { lazyLater } from '../ui/later.ts'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { opening as lateOpening } from './opening.ts'
import { useOpening } from './use-opening.ts'

const AdaptSamplesForm = lazyLater(() => import('../panes/samples/adapt-samples-form.tsx'))

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
  const opening = useOpening()
  const paste = useId()
  return (
    <div className="first-run">
      <section aria-labelledby={paste}>
        <h2 id={paste}>Paste an event, see the Kafka record</h2>
        <p className="lead">The mapping engine runs in this page. Nothing leaves it until you press Produce.</p>
        <PasteCard opening={opening} />
        <ImportButton onFile={(file) => void opening.importFile(file)} />
      </section>
      <Examples />
    </div>
  )
}

type Opening = ReturnType<typeof useOpening>

function PasteCard({ opening }: { opening: Opening }) {
  const { text, change, foreign, takeEvents, events, takeFiles, takeText } = opening
  return (
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
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void takeText()
        }}
        onPaste={largePaste((content) => void events.start([{ name: null, content }]))}
      />
      <Refusal opening={opening} />
      {foreign !== null && (
        <Suspense fallback={null}>
          <AdaptSamplesForm read={foreign} onTake={takeEvents} />
        </Suspense>
      )}
      <ImportProgress events={events} />
      <div className="foot">
        <span>Events as JSON, JSON Lines or elb() calls, or a flow file. You can also drop files.</span>
        <button type="submit" className="btn primary" disabled={text.trim() === ''}>
          Use events
        </button>
      </div>
    </form>
  )
}

/** Why a text was not opened, and what would open it. */
function Refusal({ opening: { error, offer } }: { opening: Opening }) {
  const parts = useDesigner()
  return (
    <>
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
          <button
            type="button"
            className="btn small"
            onClick={() => lateOpening.use(({ openFlowText }) => openFlowText(parts, offer.text))}
          >
            {offer.label}
          </button>
        </div>
      )}
    </>
  )
}

function ImportButton({ onFile }: { onFile: (file: File | undefined) => void }) {
  const file = useRef<HTMLInputElement>(null)
  return (
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
        onChange={(event) => onFile(event.target.files?.[0])}
      />
    </div>
  )
}

function Examples() {
  const parts = useDesigner()
  const start = useId()
  const open = async (example: Example, andThen?: () => void) => {
    const { openExample } = await lateOpening.load()
    await openExample(parts, example)
    andThen?.()
  }
  return (
    <section aria-labelledby={start}>
      <h2 id={start}>Start from an example</h2>
      <p className="lead">Opens with events and rules.</p>
      {examples.map((example) => (
        <button key={example.title} type="button" className="example-card" onClick={() => void open(example)}>
          <span className="title">
            {example.title} <small>{plural(example.count, 'event')}</small>
          </span>
          <p>{example.about}</p>
          <code className="faint">{example.events}</code>
        </button>
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => void open(shopOrders, () => parts.view.getState().actions.setTourStep(0))}
      >
        <Compass className="icon" aria-hidden />
        Take the tour
      </button>
    </section>
  )
}
