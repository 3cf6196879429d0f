import { useState } from 'react'
import { chosenProfile, sentenceOf } from '../../bridge/bridge-store.ts'
import { useBridge } from '../../designer/designer-context.tsx'
import type { SamplePreview } from '../../preview/derive.ts'
import { type Sent, useProduce } from './use-produce.ts'

/** What became of the last records that were sent to a target. */
type Run = { target: string } & (Finished | { error: string })

/** `at` is when the answer came, in ms since 1970. */
interface Finished {
  sent: readonly Sent[]
  at: number
}

/** Sends records to the chosen target. What became of others, sent elsewhere, is not shown for it. */
export function useProduction() {
  const target = useBridge((state) => state.profile)
  const mustConfirm = useBridge(chosenProfile)?.mustConfirm === true
  const produce = useProduce()
  const [last, setLast] = useState<Run | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [typedName, setTypedName] = useState('')
  const run = last?.target === target ? last : null
  return {
    finished: run !== null && 'sent' in run ? run : null,
    error: run !== null && 'error' in run ? run.error : null,
    isSending,
    /** The name of the target, as it is typed to confirm. */
    typedName,
    setTypedName,
    isConfirmed: !mustConfirm || typedName === target,
    async send(chosen: readonly SamplePreview[], isVerified: boolean) {
      if (target === null) return
      setIsSending(true)
      try {
        const sent = await produce(chosen, isVerified, mustConfirm ? typedName : undefined)
        setLast({ target, sent, at: Date.now() })
        // Each send to production needs its own confirmation.
        setTypedName('')
      } catch (failure) {
        setLast({ target, error: sentenceOf(failure) })
      } finally {
        setIsSending(false)
      }
    },
    /** Back to what would be sent. */
    clear: () => setLast(null),
  }
}

export type Production = ReturnType<typeof useProduction>
