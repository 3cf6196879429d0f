import { Check } from 'lucide-react'
import { Sentence } from '../../ui/sentence.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { useTableArrows } from '../../ui/use-table-arrows.ts'
import { breaksAt, breaksOf, type Compatibility, type ContractRow } from './contract-rows.ts'

/** The members of the values: type, whether each is always there and why not, and where it comes from. */
export function ContractTable({
  rows,
  compatibility,
  linesOf,
  onGoTo,
}: {
  rows: readonly ContractRow[]
  compatibility: Compatibility | null
  /** Where the flow file says what a field is. */
  linesOf: (path: readonly string[]) => number[]
  onGoTo: (name: string) => void
}) {
  const arrows = useTableArrows()
  return (
    <table className="pairs contract-table" aria-label="Fields" {...arrows}>
      <TableHead
        titles={[
          'Field',
          'Type',
          'Always there',
          { title: 'From', className: 'hide-phone' },
          ...(compatibility ? ['Against'] : []),
        ]}
      />
      <tbody>
        {rows.map((row) => (
          <FieldLine
            key={row.path.join('.')}
            row={row}
            compatibility={compatibility}
            linesOf={linesOf}
            onGoTo={onGoTo}
          />
        ))}
      </tbody>
    </table>
  )
}

function FieldLine({
  row,
  compatibility,
  linesOf,
  onGoTo,
}: {
  row: ContractRow
  compatibility: Compatibility | null
  linesOf: (path: readonly string[]) => number[]
  onGoTo: (name: string) => void
}) {
  const { path, type, isMixed, origin } = row
  const names = path.filter((name) => name !== '[]')
  const name = names.at(-1) ?? ''
  return (
    <tr>
      <th scope="row" style={{ paddingLeft: 12 + (names.length - 1) * 16 }}>
        {origin === null || origin.sources[0] === 'the event' ? (
          <code>{name}</code>
        ) : (
          <button type="button" className="link" onClick={() => onGoTo(name)}>
            <code>{name}</code>
          </button>
        )}
      </th>
      <td className={isMixed ? 'tone-warn' : undefined}>
        {isMixed && <ToneIcon tone="warn" isSmall />} {type}
      </td>
      <td>
        <AlwaysThere row={row} />
      </td>
      <td className="muted hide-phone">
        {origin?.sources.map((source) => (
          <code key={source}>{source} </code>
        ))}
      </td>
      {compatibility && (
        <td>
          <AgainstCell
            broken={breaksAt(breaksOf(compatibility), row)}
            others={breaksAt([...compatibility.forward, ...compatibility.backward], row)}
            linesOf={() => linesOf(path)}
          />
        </td>
      )}
    </tr>
  )
}

function AlwaysThere({ row: { isRequired, origin } }: { row: ContractRow }) {
  if (isRequired) {
    return (
      <span className="verdict tone-ok">
        <Check className="icon small" aria-hidden />
        yes
      </span>
    )
  }
  if (origin === null) return <span className="faint">as seen in samples</span>
  return <span className="muted">no{origin.reasons.length > 0 && `: ${origin.reasons.join(', ')}`}</span>
}

/** What breaks a field, or else what differs in a mode that does not count. */
function AgainstCell({
  broken,
  others,
  linesOf,
}: {
  broken: readonly string[]
  others: readonly string[]
  linesOf: () => number[]
}) {
  const [breaks, tone] = broken.length > 0 ? [broken, 'err' as const] : [others, 'warn' as const]
  if (breaks.length === 0) return <span className="faint">same</span>
  const lines = linesOf()
  return (
    <span className={`verdict tone-${tone}`}>
      <ToneIcon tone={tone} isSmall />
      <span>
        <Sentence text={breaks.join('; ')} />
        {lines.length > 0 && <span className="faint"> (line {lines.join(', ')})</span>}
      </span>
    </span>
  )
}
