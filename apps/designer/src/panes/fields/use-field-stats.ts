import { useMemo } from 'react'
import { readSample, type Sample } from '../../document/sample.ts'
import { countFields } from '../../mapping/field-stats.ts'
import type { FieldNode } from '../../mapping/field-tree.ts'
import { useSliced } from '../../ui/use-sliced.ts'

/** The fields of all samples, counted a slice at a time; null until they are, or while nobody asks. */
export function useFieldStats(samples: readonly Sample[], isWanted: boolean): FieldNode[] | null {
  const work = useMemo(() => (isWanted ? () => countFields(eventsOf(samples)) : null), [samples, isWanted])
  return useSliced(work)
}

function* eventsOf(samples: readonly Sample[]): Generator<unknown> {
  for (const sample of samples) {
    const reading = readSample(sample)
    if (reading.isReadable) yield reading.event
  }
}
