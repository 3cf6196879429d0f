import { useEffect, useRef } from 'react'
import { useDesigner } from '../designer/designer-context.tsx'
import { goToProblem } from '../designer/go-to-problem.ts'
import { useProblems } from '../designer/use-preview.ts'

/** F8 goes from problem to problem, with Shift back. */
export function useProblemKeys(): void {
  const parts = useDesigner()
  const problems = useProblems()
  const current = useRef<string | null>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || problems.length === 0) return
      event.preventDefault()
      const at = problems.findIndex(({ id }) => id === current.current)
      const step = event.shiftKey ? -1 : 1
      const from = at === -1 && event.shiftKey ? 0 : at
      const next = problems[(from + step + problems.length) % problems.length]
      if (next === undefined) return
      current.current = next.id
      parts.view.getState().set({ notice: next.cause })
      goToProblem(parts, next)
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [parts, problems])
}
