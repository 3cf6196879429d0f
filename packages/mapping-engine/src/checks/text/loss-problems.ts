import { findLosses } from '../../samples/losses.ts'
import type { Finding } from '../check.ts'

/** What a text of one kind loses when it is read as JSON. */
export function lossProblems(text: string, kind: ReturnType<typeof findLosses>[number]['code']): Finding[] {
  return findLosses(text)
    .filter(({ code }) => code === kind)
    .map(({ message }) => ({ place: [], cause: message }))
}
