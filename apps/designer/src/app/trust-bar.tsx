import { useDesigner } from '../designer/designer-context.tsx'
import { useHasWaitingCode } from '../designer/use-preview.ts'
import { ToneIcon } from '../ui/tone-icon.tsx'

/** Functions of a flow that came from somebody else wait for a word. */
export function TrustBar() {
  const { document, view } = useDesigner()
  if (!useHasWaitingCode()) return null
  return (
    <section className="conflict" aria-label="Functions">
      <div className="notice tone-warn" role="alert">
        <ToneIcon tone="warn" />
        <span>This flow came by a link and holds functions. They are not run until you say so.</span>
        <span className="actions">
          <button type="button" className="btn small" onClick={() => view.getState().actions.showEditor('code')}>
            Look at the code
          </button>
          <button type="button" className="btn small" onClick={() => document.getState().actions.trust()}>
            Run the functions
          </button>
        </span>
      </div>
    </section>
  )
}
