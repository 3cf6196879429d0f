import { isPlainObject } from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { browserStorage } from '../../document/browser-storage.ts'
import { isColumn } from './matrix-columns.tsx'
import type { MatrixColumn } from './matrix-rows.ts'
import type { Sort } from './matrix-table.tsx'

/** What of the samples is looked at, and in which order. */
export interface MatrixView {
  /** Empty for those that have room. */
  columns: readonly MatrixColumn[]
  filter: string
  sort: Sort
  isGrouped: boolean
}

export interface SavedView extends MatrixView {
  name: string
}

export const usualView: MatrixView = { columns: [], filter: '', sort: null, isGrouped: false }

const storageKey = 'kafka-mapping-designer.matrix-views'

/** Views that this person saved under a name; this browser keeps them. */
export function useSavedViews() {
  const [views, setViews] = useState(() => readViews(browserStorage.getItem(storageKey) ?? '[]'))
  const keep = (next: readonly SavedView[]) => {
    setViews(next)
    browserStorage.setItem(storageKey, JSON.stringify(next))
  }
  const without = (name: string) => views.filter((view) => view.name !== name)
  return {
    views,
    /** One of the same name gives way. */
    save: (view: SavedView) => keep([...without(view.name), view]),
    remove: (name: string) => keep(without(name)),
  }
}

/** What is kept may be of another version of the page: what it cannot read it leaves out. */
export function readViews(text: string): readonly SavedView[] {
  let kept: unknown
  try {
    kept = JSON.parse(text)
  } catch {
    return []
  }
  return Array.isArray(kept) ? kept.flatMap(readView) : []
}

function readView(kept: unknown): SavedView[] {
  if (!isPlainObject(kept) || typeof kept['name'] !== 'string') return []
  const { name, columns, filter, sort, isGrouped } = kept
  return [
    {
      name,
      columns: Array.isArray(columns) ? columns.filter(isColumn) : [],
      filter: typeof filter === 'string' ? filter : '',
      sort:
        isPlainObject(sort) && isColumn(sort['column'])
          ? { column: sort['column'], isDescending: sort['isDescending'] === true }
          : null,
      isGrouped: isGrouped === true,
    },
  ]
}
