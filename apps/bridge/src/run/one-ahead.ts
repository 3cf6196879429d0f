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
    // Not waited for: whoever leaves need not know what the next item would have been.
    items.return(undefined).catch(() => {})
  }
}
