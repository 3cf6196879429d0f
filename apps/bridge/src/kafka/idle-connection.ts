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
  /** The connection that the next user gets, and those before it that somebody still uses. */
  let current: Opened<T> | undefined
  let timer: NodeJS.Timeout | undefined

  const end = async ({ connection }: Opened<T>) => {
    const open = await connection.catch(() => undefined)
    if (open !== undefined) await shut(open).catch(() => {})
  }
  const close = async () => {
    clearTimeout(timer)
    const last = current
    current = undefined
    if (last !== undefined) await end(last)
  }

  return {
    close,
    async use(work) {
      clearTimeout(timer)
      current ??= { connection: open(), users: 0 }
      const mine = current
      mine.users++
      try {
        return await work(await mine.connection)
      } catch (error) {
        // The next user starts afresh: a connection that failed to open stays failed, and one that failed may be broken.
        if (current === mine) current = undefined
        throw error
      } finally {
        mine.users--
        // Others may still wait for their answers on one that failed for us.
        if (current !== mine) {
          if (mine.users === 0) void end(mine)
        } else if (mine.users === 0) timer = setTimeout(close, idle).unref()
      }
    },
  }
}

interface Opened<T> {
  connection: Promise<T>
  users: number
}
