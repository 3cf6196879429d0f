import type { BrowsedRecord } from '@mapping-designer/shared-types'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { Command } from '../../designer/command.ts'
import { useDesigner } from '../../designer/designer-context.tsx'
import { openMenu } from '../../designer/open-menu.ts'
import { formatBytes, formatUtc } from '../../ui/format.ts'
import { colour } from '../../ui/json-view.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { eventText, placeOf, textOf, unframed } from './take-samples.ts'

const shownCharacters = 120

/** The records as rows, each with a menu; the arrows go up and down, and the one that has the focus is shown beside the table. */
export function RecordTable({
  records,
  open,
  selected,
  onOpen,
  onSelect,
  commands,
}: {
  records: readonly BrowsedRecord[]
  /** What can be done with one of them. */
  commands: (record: BrowsedRecord) => readonly Command[]
  /** Place of the record that is shown beside the table. */
  open: string | null
  /** Places of the records that are ticked. */
  selected: ReadonlySet<string>
  onOpen: (place: string) => void
  onSelect: (place: string) => void
}) {
  const parts = useDesigner()
  // The panel takes half of the room, and says both itself.
  const hasRoom = !records.some((record) => placeOf(record) === open)
  const onContextMenu = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null
    const record = records.find((one) => placeOf(one) === row?.dataset['key'])
    if (row && record && getSelection()?.isCollapsed) openMenu(parts, event, 'Record', row, commands(record))
  }
  return (
    <table
      className="pairs cluster-table records"
      aria-label="Records"
      onKeyDown={moveRow}
      onContextMenu={onContextMenu}
    >
      <TableHead
        titles={[
          { title: 'Selected', isHidden: true, width: 36 },
          { title: 'Time (UTC)', width: 186 },
          { title: 'Partition@offset', width: 104 },
          { title: 'Key', width: 120 },
          'Value',
          ...(hasRoom
            ? [
                { title: 'Headers', className: 'number hide-narrow', width: 74 },
                { title: 'Size', className: 'number hide-narrow', width: 84 },
              ]
            : []),
        ]}
      />
      <tbody>
        {records.map((record) => {
          const place = placeOf(record)
          return (
            <RecordRow
              key={place}
              record={record}
              place={place}
              isOpen={open === place}
              isSelected={selected.has(place)}
              hasRoom={hasRoom}
              onOpen={onOpen}
              onSelect={onSelect}
            />
          )
        })}
      </tbody>
    </table>
  )
}

/** The button of the row above or below takes the focus; the panel follows it. */
function moveRow(event: KeyboardEvent<HTMLElement>) {
  const step =
    event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : null
  const row = step && event.target instanceof Element ? event.target.closest('tr')?.[step] : null
  const next = row?.querySelector<HTMLButtonElement>('button')
  if (!next) return
  event.preventDefault()
  next.focus()
  next.click()
}

function RecordRow({
  record,
  place,
  isOpen,
  isSelected,
  hasRoom,
  onOpen,
  onSelect,
}: {
  record: BrowsedRecord
  place: string
  isOpen: boolean
  isSelected: boolean
  /** There is no panel beside the table. */
  hasRoom: boolean
  onOpen: (place: string) => void
  onSelect: (place: string) => void
}) {
  const { key, timestamp, headers, size } = record
  const value = unframed(record) ?? textOf(record.value)
  const isEvent = eventText(record) !== undefined
  return (
    <tr data-key={place} aria-current={isOpen} className={isOpen ? 'linked' : undefined} onClick={() => onOpen(place)}>
      <td>
        {isEvent && (
          <input
            type="checkbox"
            aria-label={`Select ${place}`}
            checked={isSelected}
            onClick={(event) => event.stopPropagation()}
            onChange={() => onSelect(place)}
          />
        )}
      </td>
      <td className="mono">{formatUtc(timestamp) ?? timestamp}</td>
      <td>
        <button type="button" className="link mono" aria-expanded={isOpen}>
          {place}
        </button>
      </td>
      <td className="mono truncate">{textOf(key)}</td>
      <td className="json truncate">
        {colour(value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value)}
      </td>
      {hasRoom && (
        <>
          <td className="number hide-narrow">{headers.length}</td>
          <td className="number hide-narrow">{formatBytes(size)}</td>
        </>
      )}
    </tr>
  )
}
