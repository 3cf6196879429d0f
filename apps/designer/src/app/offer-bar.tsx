import { useDesigner, useView } from '../designer/designer-context.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { ToneIcon } from '../ui/tone-icon.tsx'

/** Something that does not go as it is, and the change with which it does. */
export function OfferBar() {
  const { view } = useDesigner()
  const offer = useView((state) => state.offer)
  if (offer === null) return null
  const close = () => view.getState().actions.setOffer(null)
  return (
    <section className="conflict" aria-label="Offer">
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
              close()
              offer.run()
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
