import { encodeExplanation } from '@mapping-designer/mapping-engine/code'
import type { Outcome } from '@mapping-designer/shared-types'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CodeRequest, type CodeTask, createCodePreviews, patience } from './code-previews.ts'
import type { PreviewPlan } from './preview-plan.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const of = (reason: string): Outcome => ({ kind: 'not-proven', part: 'v', reason, rule: null })
const sample = (id: string) => ({ sample: { id, title: id, text: '{}' }, event: {} })

/** Previews whose worker answers each sample but `stuck`, at which it falls silent. */
function aDesigner() {
  const ended = vi.fn<() => void>()
  const previews = createCodePreviews(() => {
    const worker = new EventTarget()
    const answer = (data: object) => void worker.dispatchEvent(new MessageEvent('message', { data }))
    const postMessage = ({ run, samples }: CodeTask) => {
      queueMicrotask(() => {
        answer({ isReady: true })
        for (const { id } of samples) {
          if (id === 'stuck') return
          answer({
            run,
            id,
            explanation: encodeExplanation({ outcome: of('ok'), steps: [], errors: [], problems: [] }),
          })
        }
        answer({ run, isDone: true })
      })
    }
    return Object.assign(worker, { postMessage, terminate: ended }) as unknown as Worker
  })
  const request = (plan: PreviewPlan, ids: readonly string[]) =>
    previews.request({ plan, samples: ids.map((id) => samples[id]), late: () => of('late') } as unknown as CodeRequest)
  const samples = Object.fromEntries(['a', 'stuck', 'b'].map((id) => [id, sample(id)]))
  const reasons = (plan: PreviewPlan) =>
    Object.values(samples).map((one) => {
      const outcome = previews.find(plan, one.sample)?.outcome
      return outcome?.kind === 'not-proven' ? outcome.reason : undefined
    })
  return { request, reasons, ended }
}

const aPlan = () => ({}) as PreviewPlan

it('gives a sample up that the worker does not come to the end of, and goes on with the next', async () => {
  const { request, reasons, ended } = aDesigner()
  const plan = aPlan()
  request(plan, ['a', 'stuck', 'b'])
  await vi.advanceTimersByTimeAsync(patience - 1)
  expect(reasons(plan)).toEqual(['ok', undefined, undefined])
  await vi.advanceTimersByTimeAsync(1)
  expect(reasons(plan)).toEqual(['ok', 'late', 'ok'])
  expect(ended).toHaveBeenCalledOnce()
})

it('ends what the worker is stuck at where the flow was edited, and says nothing of it', async () => {
  const { request, reasons, ended } = aDesigner()
  const [plan, edited] = [aPlan(), aPlan()]
  request(plan, ['stuck', 'b'])
  await vi.advanceTimersByTimeAsync(100)
  request(edited, ['a', 'b'])
  await vi.advanceTimersByTimeAsync(patience / 3)
  expect(ended).toHaveBeenCalledOnce()
  expect(reasons(edited)).toEqual(['ok', undefined, 'ok'])
  expect(reasons(plan)).toEqual([undefined, undefined, undefined])
})
