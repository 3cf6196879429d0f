/** An item; `makeNext` begins the one behind it while this one is in use. */
export interface Ahead<T> {
  item: T
  makeNext(): void
}

/** The same items, each made when the one before it calls for it or is done with. What making one throws comes at its turn. */
export async function* oneAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<Ahead<T>> {
  let next: Promise<IteratorResult<T, void>> | undefined
  const makeNext = () => {
    next ??= items.next()
    next.catch(() => {})
  }
  try {
    while (true) {
      const { done, value } = await (next ?? items.next())
      if (done) return
      next = undefined
      yield { item: value, makeNext }
    }
  } finally {
    // The caller leaves without the next item, so it does not wait for it.
    items.return(undefined).catch(() => {})
  }
}
