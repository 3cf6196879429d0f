import { distance } from 'fastest-levenshtein'

/** The candidate most like a word, if one is near enough to be a slip of the hand. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  let best: { candidate: string; letters: number } | undefined
  for (const candidate of candidates) {
    const letters = distance(word.toLowerCase(), candidate.toLowerCase())
    if (letters <= limit && (best === undefined || letters < best.letters)) best = { candidate, letters }
  }
  return best?.candidate
}
