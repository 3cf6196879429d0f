/** Works one after the other in the order in which they came; one that fails holds up no other. */
export interface Queue {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when all that came so far is over. */
  idle(): Promise<unknown>
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const done = last.then(work)
      last = done.catch(() => {})
      return done
    },
    idle: () => last,
  }
}
