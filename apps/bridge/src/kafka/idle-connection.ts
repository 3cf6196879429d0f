/** A connection that is opened when needed, shared by concurrent users, and closed after some idle time. */
export interface IdleConnection<T> {
  use<R>(work: (connection: T) => Promise<R>): Promise<R>
  close(): Promise<void>
}

/**
 * kafkajs spends 5 % of a core on an idle producer connection, so none is kept for longer than the idle time (ms).
 */
export function idleConnection<T>(
  open: () => Promise<T>,
  shut: (connection: T) => Promise<void>,
  idle = 10_000,
): IdleConnection<T> {
  let opened: Promise<T> | undefined
  let users = 0
  let timer: NodeJS.Timeout | undefined

  const close = async () => {
    clearTimeout(timer)
    const last = opened
    opened = undefined
    const connection = await last?.catch(() => undefined)
    if (connection !== undefined) await shut(connection).catch(() => {})
  }

  return {
    close,
    async use(work) {
      clearTimeout(timer)
      users++
      opened ??= open()
      const mine = opened
      try {
        return await work(await mine)
      } catch (error) {
        // The next user starts afresh: a connection that failed to open stays failed, and one that failed may be broken.
        if (opened === mine) {
          opened = undefined
          void mine.then(shut).catch(() => {})
        }
        throw error
      } finally {
        if (--users === 0) timer = setTimeout(close, idle).unref()
      }
    },
  }
}
