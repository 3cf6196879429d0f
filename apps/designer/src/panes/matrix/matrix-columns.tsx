import { Columns3 } from 'lucide-react'
import { useState } from 'react'
import { Header, Menu, MenuItem, MenuSection } from 'react-aria-components'
import { browserStorage } from '../../document/browser-storage.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import { useWidth } from '../../ui/use-width.ts'
import { fieldColumns, type MatrixColumn, type MatrixRow } from './matrix-rows.ts'

const labels: Partial<Record<MatrixColumn, string>> = {
  event: 'Sample',
  outcome: 'Outcome',
  rule: 'Rule',
  topic: 'Topic',
  key: 'Key',
  partition: 'Partition',
  bytes: 'Size',
  problems: 'Problems',
  test: 'Test',
  timestamp: 'Timestamp',
  headers: 'Headers',
}
const known = Object.keys(labels) as MatrixColumn[]
const usual = known.filter((column) => column !== 'timestamp' && column !== 'headers')
/** What has room beside each other, up to a width in px. */
const narrow: readonly [width: number, columns: readonly MatrixColumn[]][] = [
  [600, ['event', 'outcome', 'test']],
  [980, ['event', 'outcome', 'topic', 'test']],
]
const numbers: readonly MatrixColumn[] = ['partition', 'bytes', 'problems']

export function labelOf(column: MatrixColumn): string {
  return labels[column] ?? column
}

export function classOf(column: MatrixColumn): string {
  return `column-${column.replaceAll('.', '-')}${numbers.includes(column) ? ' number' : ''}`
}

const storageKey = 'kafka-mapping-designer.matrix-columns'

/** The columns that this person looks at, in their order; this browser keeps them. Before that, those that have room. `chosen` are those of a choice. */
export function useColumns() {
  const width = useWidth()
  const [kept, setKept] = useState(() => (browserStorage.getItem(storageKey) ?? '').split('\n').filter(isColumn))
  const keep = (next: readonly MatrixColumn[]) => {
    setKept([...next])
    browserStorage.setItem(storageKey, next.join('\n'))
  }
  const columns = narrow.find(([max]) => width <= max)?.[1] ?? usual
  return { columns: kept.length === 0 ? columns : kept, chosen: kept, choose: keep }
}

export function isColumn(name: unknown): name is MatrixColumn {
  return typeof name === 'string' && (name.startsWith('value.') || known.some((column) => column === name))
}

/** Chooses the columns: those of every record, and the fields of the values. */
export function ColumnMenu({
  rows,
  columns,
  onChange,
}: {
  rows: readonly MatrixRow[]
  columns: readonly MatrixColumn[]
  onChange: (columns: readonly MatrixColumn[]) => void
}) {
  return (
    <MenuButton
      className="btn small columns-button"
      menu={<ColumnList rows={rows} columns={columns} onChange={onChange} />}
    >
      <Columns3 className="icon small" aria-hidden />
      Columns
    </MenuButton>
  )
}

function ColumnList({ rows, columns, onChange }: Parameters<typeof ColumnMenu>[0]) {
  const ofValue = [...new Set([...fieldColumns(rows), ...columns.filter((column) => column.startsWith('value.'))])]
  const order: readonly MatrixColumn[] = [...known, ...ofValue]
  return (
    <Menu
      aria-label="Columns"
      selectionMode="multiple"
      selectedKeys={columns}
      // The sample is what a row is about.
      disabledKeys={['event']}
      onSelectionChange={(keys) => {
        const chosen = keys === 'all' ? order : order.filter((column) => keys.has(column))
        onChange(chosen.includes('event') ? chosen : ['event', ...chosen])
      }}
    >
      <MenuSection>
        <Header>Of every record</Header>
        {known.map(itemOf)}
      </MenuSection>
      {ofValue.length > 0 && (
        <MenuSection>
          <Header>Fields of the value</Header>
          {ofValue.map(itemOf)}
        </MenuSection>
      )}
    </Menu>
  )
}

function itemOf(column: MatrixColumn) {
  return (
    <MenuItem key={column} id={column} className="popover-item" textValue={labelOf(column)}>
      {({ isSelected }) => (
        <>
          <input type="checkbox" checked={isSelected} readOnly tabIndex={-1} aria-hidden />
          {labelOf(column)}
        </>
      )}
    </MenuItem>
  )
}
