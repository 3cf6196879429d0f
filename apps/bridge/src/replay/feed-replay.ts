import type { Replay } from './replay.ts'

/**
 * Feeds chunks to a replay in their order; the next one is mapped while the one before it is written. The first event has the
 * number `from`. `keepTrying` does work again while the replay can be resumed.
 */
export async function feedReplay(
  replay: Pick<Replay, 'take'>,
  chunks: AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>,
  keepTrying: (work: () => Promise<unknown>) => Promise<unknown> = (work) => work(),
  from = 0,
): Promise<void> {
  let next = from
  let before: Promise<unknown> = Promise.resolve()
  try {
    for await (const events of chunks) {
      const start = next
      next += events.length
      const take = () => replay.take(start, events, false)
      let early: Promise<unknown> | undefined = take()
      early.catch(() => {})
      await before
      before = keepTrying(() => {
        // Where the chunk before it failed at first, this one was refused.
        const first = early?.catch(take) ?? take()
        early = undefined
        return first
      })
      before.catch(() => {})
    }
  } finally {
    await before
  }
}
