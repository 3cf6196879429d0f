import type { Sample } from '../document/sample.ts'

/** What is typed into the dialog that proposes a mapping. */
export interface Wanted {
  by: 'value' | 'shape' | 'like'
  /** Samples with the value that is wanted of each, as text; the first is that of the selected sample. */
  pairs: readonly WantedPair[]
  /** A schema, a table or a list of names and types. */
  shape: string
  /** The name of another destination of the flow. */
  like: string
}

export interface WantedPair {
  sample: string
  text: string
  topic: string
  key: string
}

export const emptyPair = (sample: string): WantedPair => ({ sample, text: '', topic: '', key: '' })

/** What was typed before for the event of some samples, with the pair of the first of them first and without empty pairs. */
export function wantedFor(before: Wanted | undefined, samples: readonly Sample[]): Wanted {
  const [own] = samples
  const kept = before?.pairs.filter(({ sample, text }) => text.trim() !== '' && samples.some(({ id }) => id === sample))
  const first = kept?.find(({ sample }) => sample === own?.id) ?? emptyPair(own?.id ?? '')
  const others = kept?.filter((pair) => pair !== first) ?? []
  return { by: 'value', shape: '', like: '', ...before, pairs: [first, ...others] }
}
