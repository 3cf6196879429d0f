import { Compass, FileJson, WandSparkles } from 'lucide-react'
import { useId, useRef } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { type Example, examples, shopOrders } from '../designer/examples.ts'
import { plural } from '../ui/format.ts'
import { opening as lateOpening } from './opening.ts'
import { PasteCard } from './paste-card.tsx'
import { useOpening } from './use-opening.ts'

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
        <div className="ways">
          <ImportButton onFile={(file) => void opening.importFile(file)} />
          <ProposeButton opening={opening} />
        </div>
      </section>
      <Examples />
    </div>
  )
}

function ImportButton({ onFile }: { onFile: (file: File | undefined) => void }) {
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
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
    </>
  )
}

/** Takes the events that are typed, if there are any, and asks for the record that is wanted. */
function ProposeButton({ opening: { text, takeText } }: { opening: ReturnType<typeof useOpening> }) {
  const { document, view } = useDesigner()
  const propose = async () => {
    if (text.trim() !== '') await takeText()
    // What cannot be opened stays in the box, with the reason.
    if (text.trim() === '' || document.getState().samples.length > 0) view.getState().actions.open('propose')
  }
  return (
    <button type="button" className="btn" onClick={() => void propose()}>
      <WandSparkles className="icon" aria-hidden />
      From a record that I want…
    </button>
  )
}

function Examples() {
  const parts = useDesigner()
  const start = useId()
  const { focusOn, setTourStep } = parts.view.getState().actions
  const open = async (example: Example, andThen: () => void) => {
    const { openExample } = await lateOpening.load()
    await openExample(parts, example)
    andThen()
  }
  return (
    <section aria-labelledby={start}>
      <h2 id={start}>Start from an example</h2>
      <p className="lead">Opens with events and rules.</p>
      {examples.map((example) => (
        <button
          key={example.title}
          type="button"
          className="example-card"
          onClick={() => void open(example, () => focusOn('samples'))}
        >
          <span className="title">
            {example.title} <small>{plural(example.count, 'event')}</small>
          </span>
          <p>{example.about}</p>
          <code className="faint">{example.events}</code>
        </button>
      ))}
      <button type="button" className="btn" onClick={() => void open(shopOrders, () => setTourStep(0))}>
        <Compass className="icon" aria-hidden />
        Take the tour
      </button>
    </section>
  )
}
