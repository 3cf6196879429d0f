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
  const step = at === null ? undefined : tourSteps[at]
  const box = useBoxOf(step?.pane ?? null)
  const { setTourStep } = view.getState().actions
  useFocusBack()
  useEffect(() => {
    const end = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setTourStep(null)
    }
    addEventListener('keydown', end)
    return () => removeEventListener('keydown', end)
  }, [setTourStep])
  if (at === null || step === undefined) return null
  return (
    <>
      {box !== null && <div className="tour-frame" style={box} aria-hidden />}
      <section className="tour" aria-label="Tour">
        <h2>{step.title}</h2>
        <p aria-live="polite">{step.text}</p>
        <Steps at={at} onStep={setTourStep} />
      </section>
    </>
  )
}

/** The end of the tour leads back to where it began; the first page is gone then. */
function useFocusBack(): void {
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
      const back = isThere ? opener : document.querySelector<HTMLElement>('[data-pane] :is(button, [tabindex="0"])')
      back?.focus()
    }
  }, [])
}

/** Goes from step to step, and shows what each is about. */
function Steps({ at, onStep }: { at: number; onStep: (step: number | null) => void }) {
  const { view } = useDesigner()
  const next = useRef<HTMLButtonElement>(null)
  const isLast = at === tourSteps.length - 1
  useEffect(() => {
    const step = tourSteps[at]
    const { show, chooseRecordTab } = view.getState().actions
    if (step === undefined) return
    show(step.phone)
    if (step.tab) chooseRecordTab(step.tab)
    next.current?.focus()
  }, [at, view])
  return (
    <div className="foot">
      <span className="faint">
        {at + 1} of {tourSteps.length}
      </span>
      <button type="button" className="btn small" onClick={() => onStep(null)}>
        End
      </button>
      <button type="button" className="btn small" disabled={at === 0} onClick={() => onStep(at - 1)}>
        Back
      </button>
      <button ref={next} type="button" className="btn small primary" onClick={() => onStep(isLast ? null : at + 1)}>
        {isLast ? 'Done' : 'Next'}
      </button>
    </div>
  )
}

/** Where a pane is on the screen, also after a new layout of the page. */
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
