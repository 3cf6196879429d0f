/** The same items; behind those with more to come, the next one is made while they are in use. What making one throws comes at its turn. */
export async function* oneAhead<T>(items: AsyncGenerator<T>, hasMore: (item: T) => boolean): AsyncGenerator<T> {
  let next: Promise<IteratorResult<T, void>> | undefined
  try {
    while (true) {
      const { done, value } = await (next ?? items.next())
      if (done) return
      next = hasMore(value) ? items.next() : undefined
      next?.catch(() => {})
      yield value
    }
  } finally {
    // The caller leaves without the next item, so it does not wait for it.
    items.return(undefined).catch(() => {})
  }
}
