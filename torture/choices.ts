/** Choices that follow from a seed. */
export interface Choices {
  oneOf<T>(list: readonly T[]): T | undefined
  between(least: number, most: number): number
}

export function choicesFrom(seed: number): Choices {
  const random = numbersFrom(seed)
  return {
    oneOf: (list) => list[Math.floor(random() * list.length)],
    between: (least, most) => least + random() * (most - least),
  }
}

/** Numbers from 0 to below 1 that follow from the seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
