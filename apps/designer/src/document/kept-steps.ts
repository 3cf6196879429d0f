import type { HistoryEntry } from './history-entry.ts'
import type { Sample } from './sample.ts'

/** The steps to undo and to redo, as they are kept in the browser: samples only where they are others than now. */
export interface KeptSteps {
  past: readonly KeptStep[]
  future: readonly KeptStep[]
}

type KeptStep = Omit<HistoryEntry, 'content'> & { text: string; samples: readonly Sample[] | null }

interface Steps {
  past: readonly HistoryEntry[]
  future: readonly HistoryEntry[]
}

/** The last steps that fit into a number of characters. */
export function keepSteps({ past, future, samples }: Steps & { samples: readonly Sample[] }, limit: number): KeptSteps {
  let left = limit
  const lastOf = (entries: readonly HistoryEntry[]) => {
    const kept: KeptStep[] = []
    for (const { content, ...entry } of entries.toReversed()) {
      const others = content.samples === samples ? null : content.samples
      left -= (others ?? []).reduce((sum, { text }) => sum + text.length, content.text.length)
      if (left < 0) break
      kept.unshift({ ...entry, text: content.text, samples: others })
    }
    return kept
  }
  return { past: lastOf(past), future: lastOf(future) }
}

export function restoreSteps({ past, future }: KeptSteps, samples: readonly Sample[]): Steps {
  const restore = (entries: readonly KeptStep[]) =>
    entries.map(({ text, samples: others, ...entry }) => ({ ...entry, content: { text, samples: others ?? samples } }))
  return { past: restore(past), future: restore(future) }
}
