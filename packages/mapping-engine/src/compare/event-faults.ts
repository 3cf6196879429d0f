/** Sentences about events that cannot be read: the first ones, and how many more there are. */
export function createFaults(maxFaults = 20) {
  const first: string[] = []
  let count = 0
  return {
    add(sentence: string): void {
      if (++count <= maxFaults) first.push(sentence)
    },
    sentences: () => (count > first.length ? [...first, `${count - first.length} more events cannot be read.`] : first),
  }
}
