import { type DragEvent, type RefObject, useState } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { samePlace } from '../../document/place.ts'
import { type MappingField, siblingsOf } from '../../mapping/mapping-fields.ts'
import { reorderEdit } from '../../mapping/row-edits.ts'

const type = 'application/x-mapping-row'

/** Drags a row among those beside it; what is dropped on it goes before it, or after it in its lower half. */
export function useRowDrag(field: MappingField, rows: RefObject<readonly MappingField[]>) {
  const edit = useFlowEdit()
  const [side, setSide] = useState<'before' | 'after' | null>(null)
  const sideOf = (event: DragEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    return event.clientY > top + height / 2 ? 'after' : 'before'
  }
  return {
    drag: {
      draggable: true,
      onDragStart: (event: DragEvent) => event.dataTransfer.setData(type, JSON.stringify(field.place)),
    },
    drop: {
      'data-drop': side ?? undefined,
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!event.dataTransfer.types.includes(type)) return
        // The table around takes paths only and would refuse the row.
        event.preventDefault()
        event.stopPropagation()
        setSide(sideOf(event))
      },
      onDragLeave: () => setSide(null),
      onDrop: (event: DragEvent<HTMLElement>) => {
        setSide(null)
        const data = event.dataTransfer.getData(type)
        if (data === '') return
        event.preventDefault()
        event.stopPropagation()
        const siblings = siblingsOf(field, rows.current)
        const moved = siblings.find(({ place }) => samePlace(place, JSON.parse(data)))
        if (moved === undefined || moved === field) return
        edit([reorderEdit(moved, field, sideOf(event), siblings)], `move field ${moved.name}`)
      },
    },
  }
}
