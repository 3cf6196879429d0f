import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does work again whenever it fails, until the signal, with pauses that grow. Each fault is said once as long as it stays
 * the same, and that it is over. `sentenceOf` answers nothing for what is no trouble.
 */
export async function keepTrying(
  work: (onWell: () => void) => Promise<void>,
  options: {
    signal: AbortSignal
    sentenceOf(error: unknown): string | undefined
    report(sentence: string): void
    /** ms between tries, doubling from the first to the last */
    pauses?: { first: number; last: number }
  },
): Promise<void> {
  const { signal, sentenceOf, report, pauses = { first: 200, last: 5_000 } } = options
  let failures = 0
  let trouble: string | undefined
  const onWell = () => {
    if (trouble !== undefined) report('Works again.')
    trouble = undefined
    failures = 0
  }
  while (!signal.aborted) {
    try {
      await work(onWell)
    } catch (error) {
      const sentence = sentenceOf(error)
      if (sentence !== undefined && sentence !== trouble && !signal.aborted) report(sentence)
      trouble = sentence ?? trouble
      const pause = Math.min(pauses.first * 2 ** failures++, pauses.last)
      await sleep(pause, undefined, { signal }).catch(() => {})
    }
  }
}
