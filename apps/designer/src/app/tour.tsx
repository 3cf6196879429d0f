import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import { tourSteps } from './tour-steps.ts'

interface Box {
  top: number
  left: number
  width: number
  height: number
}

/** A walk over the page, one place after the other; nothing is blocked meanwhile, and Escape ends it. */
export default function Tour() {
  const { view } = useDesigner()
  const at = useView((state) => state.tourStep)
  const next = useRef<HTMLButtonElement>(null)
  const box = useBoxOf(at === null ? null : (tourSteps[at]?.pane ?? null))
  const { actions } = view.getState()

  // Whoever ends the tour goes on where it began; the first page is gone then.
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
      const back = isThere ? opener : document.querySelector<HTMLElement>('[data-pane] :is(button, [tabindex="0"])')
      back?.focus()
    }
  }, [])
  useEffect(() => {
    const step = at === null ? undefined : tourSteps[at]
    if (step === undefined) return
    actions.show(step.phone)
    if (step.tab) actions.chooseRecordTab(step.tab)
    next.current?.focus()
  }, [at, actions])
  useEffect(() => {
    if (at === null) return
    const end = (event: KeyboardEvent) => {
      if (event.key === 'Escape') actions.setTourStep(null)
    }
    addEventListener('keydown', end)
    return () => removeEventListener('keydown', end)
  }, [at, actions])

  const step = at === null ? undefined : tourSteps[at]
  if (at === null || step === undefined) return null
  const isLast = at === tourSteps.length - 1
  return (
    <>
      {box !== null && <div className="tour-frame" style={box} aria-hidden />}
      <section className="tour" aria-label="Tour">
        <h2>{step.title}</h2>
        <p aria-live="polite">{step.text}</p>
        <div className="foot">
          <span className="faint">
            {at + 1} of {tourSteps.length}
          </span>
          <button type="button" className="btn small" onClick={() => actions.setTourStep(null)}>
            End
          </button>
          <button
            type="button"
            className="btn small"
            disabled={at === 0}
            onClick={() => actions.setTourStep(Math.max(0, at - 1))}
          >
            Back
          </button>
          <button
            ref={next}
            type="button"
            className="btn small primary"
            onClick={() => actions.setTourStep(isLast ? null : at + 1)}
          >
            {isLast ? 'Done' : 'Next'}
          </button>
        </div>
      </section>
    </>
  )
}

/** Where a pane is on the screen, also after the page was laid out anew. */
function useBoxOf(pane: string | null): Box | null {
  const [box, setBox] = useState<Box | null>(null)
  useLayoutEffect(() => {
    if (pane === null) return
    const measure = () => {
      const found = document.querySelector(pane)?.getBoundingClientRect()
      setBox(
        found === undefined ? null : { top: found.top, left: found.left, width: found.width, height: found.height },
      )
    }
    measure()
    // A pane that was not there is drawn first, by the step that shows it.
    const observer = new ResizeObserver(measure)
    const changes = new MutationObserver(measure)
    observer.observe(document.body)
    changes.observe(document.body, { childList: true, subtree: true })
    return () => {
      observer.disconnect()
      changes.disconnect()
    }
  }, [pane])
  return box
}
