import { useMemo, useRef } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import { useDestination, usePreview } from '../../designer/use-preview.ts'
import { samePlace } from '../../document/place.ts'
import { isLinked } from '../../mapping/linked-target.ts'
import { sourcePaths } from '../../mapping/source-path.ts'

/** A field of the event that the mapped data takes something from. */
export interface SourceLink {
  /** Where its value goes in the mapped data. */
  target: readonly (string | number)[]
  /** It is the one that is looked at. */
  isCurrent: boolean
}

interface SourceLinks {
  byPath: ReadonlyMap<string, SourceLink>
  /** The path that is looked at. */
  current: string | null
}

/** Which fields of the selected event the rule uses, by their paths. */
export function useSourceLinks(): SourceLinks {
  const explanation = usePreview()?.explanation
  const config = useDestination()?.config
  const link = useView((state) => state.link)
  const last = useRef<SourceLinks>({ byPath: new Map(), current: null })
  return useMemo(() => {
    let current: string | null = null
    const links = new Map<string, SourceLink>()
    const step = explanation?.steps.find((one) => one.kind === 'data')
    const pathOf = sourcePaths(config)
    for (const note of step?.fields ?? []) {
      const path = pathOf(note)
      if (path === null || note.target.length === 0) continue
      const isCurrent = link !== null && isLinked(note.target, link)
      if (isCurrent) current ??= path
      if (!links.get(path)?.isCurrent) links.set(path, { target: note.target, isCurrent })
    }
    // Most edits change no source: the tree need not look at the same links again.
    if (!sameLinks(last.current.byPath, links)) last.current = { byPath: links, current }
    return last.current
  }, [explanation, config, link])
}

function sameLinks(a: ReadonlyMap<string, SourceLink>, b: ReadonlyMap<string, SourceLink>): boolean {
  if (a.size !== b.size) return false
  for (const [path, { target, isCurrent }] of a) {
    const other = b.get(path)
    if (other?.isCurrent !== isCurrent || !samePlace(other.target, target)) return false
  }
  return true
}
