import type { ChangeGroup, Comparison } from '@mapping-designer/mapping-engine'
import { useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { ofNumbers, TableHead } from '../../ui/table-head.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { useTableArrows } from '../../ui/use-table-arrows.ts'
import { markOf, titleOf, verdictOf, verdicts } from './change-words.ts'

type Order = 'change' | 'rule' | 'field'

const orders: Record<Order, string> = { change: 'By change', rule: 'By rule', field: 'By field' }

const groupNames: Record<Exclude<Order, 'change'>, (group: ChangeGroup) => string> = {
  rule: ({ rule }) => rule ?? 'without a rule',
  field: ({ kind, path }) => (kind === 'field' ? (path ?? '') || 'the whole value' : 'the record itself'),
}

/** What changed in the records, one line for each kind of change. */
export function ChangeTable({
  comparison,
  chosen,
  onChoose,
}: {
  comparison: Comparison
  chosen: ChangeGroup | null
  onChoose: (group: ChangeGroup) => void
}) {
  const arrows = useTableArrows()
  const [order, setOrder] = useState<Order>('change')
  const nameOf = order === 'change' ? () => '' : groupNames[order]
  const names = [...new Set(comparison.groups.map(nameOf))]
  return (
    <>
      <div className="toolbar">
        <Segmented label="Order of changes" value={order} options={orders} onChange={setOrder} />
        {comparison.unlisted > 0 && <span className="faint push">{comparison.unlisted} more are not listed</span>}
      </div>
      <table className="pairs change-table" aria-label="Changes of the records" {...arrows}>
        <TableHead titles={['Change', { title: 'Rule', className: 'hide-narrow' }, 'Readers', ofNumbers('Records')]} />
        {names.map((name) => (
          <tbody key={name}>
            {name !== '' && (
              <tr className="group-line">
                <th colSpan={4} scope="rowgroup">
                  <code>{name}</code>
                </th>
              </tr>
            )}
            {comparison.groups
              .filter((group) => nameOf(group) === name)
              .map((group) => (
                <ChangeLine
                  key={`${group.rule} ${group.kind} ${group.what} ${group.path}`}
                  group={group}
                  of={comparison.events}
                  isChosen={group === chosen}
                  onChoose={() => onChoose(group)}
                />
              ))}
          </tbody>
        ))}
      </table>
    </>
  )
}

function ChangeLine({
  group,
  of,
  isChosen,
  onChoose,
}: {
  group: ChangeGroup
  of: number
  isChosen: boolean
  onChoose: () => void
}) {
  const verdict = verdictOf(group)
  const { word, tone } = verdicts[verdict]
  return (
    <tr data-selected={isChosen || undefined} onClick={onChoose}>
      <td>
        <button type="button" className="row-button" aria-pressed={isChosen} onClick={onChoose}>
          <ChangeMark of={markOf(group)} />
          <Sentence text={titleOf(group)} />
        </button>
      </td>
      <td className="hide-narrow">
        {group.rule === null ? <span className="faint">none</span> : <code>{group.rule}</code>}
      </td>
      <td>
        <span className={`verdict tone-${tone}`}>
          <ToneIcon tone={tone} isSmall />
          {word}
        </span>
      </td>
      <td className="number">
        {formatCount(group.events)} of {formatCount(of)}
        <span className="share" aria-hidden>
          <i data-verdict={verdict} style={{ width: `${(group.events / of) * 100}%` }} />
        </span>
      </td>
    </tr>
  )
}

const signs = { added: '+', removed: '−', changed: '~' } as const

/** The sign of a change; its words say the same. */
export function ChangeMark({ of }: { of: keyof typeof signs }) {
  return (
    <span className="change-sign" data-change={of} aria-hidden>
      {signs[of]}
    </span>
  )
}
