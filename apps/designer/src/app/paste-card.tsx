import { OctagonX } from 'lucide-react'
import { Suspense } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { largePaste } from '../panes/samples/drop-and-paste.ts'
import { ImportProgress } from '../panes/samples/import-progress.tsx'
import { fileDrop } from '../ui/file-drop.ts'
import { lazyLater } from '../ui/later.ts'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { opening as lateOpening } from './opening.ts'
import type { useOpening } from './use-opening.ts'

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

type Opening = ReturnType<typeof useOpening>

/** A box for events or a flow, and what is wrong with what was pasted. */
export function PasteCard({ opening }: { opening: Opening }) {
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
