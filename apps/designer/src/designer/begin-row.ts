import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import { freeName } from '../mapping/field-name.ts'
import type { DesignerParts } from './designer-context.tsx'

/** Begins a row of the map at a place: it is in the flow as soon as it has a source. */
export function beginRow({ view }: Pick<DesignerParts, 'view'>, place: Place, map: unknown): void {
  const name = freeName('field', isPlainObject(map) ? Object.keys(map) : [])
  const { setNewRow, goTo } = view.getState().actions
  setNewRow({ place, name })
  goTo([...place, name])
}
