import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { useDesigner, useView } from './designer-context.tsx'
import { openFlowText } from './open-flow.ts'

/** A file that cannot be opened as it is, and the change with which it can. */
export function OfferBar() {
  const parts = useDesigner()
  const offer = useView((state) => state.offer)
  if (offer === null) return null
  const close = () => parts.view.getState().set({ offer: null })
  return (
    <section className="conflict" aria-label="Import">
      <div className="notice tone-warn" role="alert">
        <ToneIcon tone="warn" />
        <span>
          <Sentence text={offer.message} />
        </span>
        <span className="actions">
          <button
            type="button"
            className="btn small"
            onClick={() => {
              openFlowText(parts, offer.text)
              close()
            }}
          >
            {offer.label}
          </button>
          <button type="button" className="btn small" onClick={close}>
            Cancel
          </button>
        </span>
      </div>
    </section>
  )
}
