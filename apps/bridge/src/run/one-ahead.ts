/** The same items, each made while the one before it is in use. What making one throws comes at its turn. */
export async function* oneAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next()
  try {
    while (true) {
      const { done, value } = await next
      if (done) return
      next = items.next()
      next.catch(() => {})
      yield value
    }
  } finally {
    // The caller leaves without the next item, so it does not wait for it.
    items.return(undefined).catch(() => {})
  }
}
