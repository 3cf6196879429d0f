import { propose } from '@mapping-designer/mapping-engine/propose'
import { anEvent } from '@mapping-designer/mapping-engine/testing'
import { describe, expect, it } from 'vitest'
import { applyFlowEdits } from '../document/flow-edit.ts'
import { countAsWanted, proposalEdit, proposalRows, type TakenRow } from './proposal-rows.ts'

const field = (path: string, value: TakenRow['value']): TakenRow => ({
  target: { kind: 'field', path: path.split('.') },
  value,
})
const topic: TakenRow = { target: { kind: 'setting', name: 'topic' }, value: 'orders' }
const event = 'order complete'

/** The mapping after rows were taken. */
function mappingAfter(mapping: object, rows: readonly TakenRow[], selected: (string | number)[] | null = null) {
  const edit = proposalEdit({ mapping }, selected, event, rows)
  return JSON.parse(applyFlowEdits(JSON.stringify({ mapping }), edit.edits)).mapping
}

describe('a proposal that is taken', () => {
  it('makes a rule where the event has none', () => {
    expect(mappingAfter({}, [field('id', 'data.id'), field('user.id', 'user.id'), topic])).toEqual({
      order: {
        complete: { data: { map: { id: 'data.id', user: { map: { id: 'user.id' } } } }, settings: { topic: 'orders' } },
      },
    })
  })

  it('keeps what the rule has, and replaces data that is no map', () => {
    const rule = {
      name: 'purchase',
      data: { map: { id: 'user.id', user: { map: { email: 'user.email' } }, sum: 'data.total' } },
    }
    expect(mappingAfter({ order: { complete: rule } }, [field('id', 'data.id'), field('user.id', 'user.id')])).toEqual({
      order: {
        complete: {
          name: 'purchase',
          data: { map: { id: 'data.id', user: { map: { email: 'user.email', id: 'user.id' } }, sum: 'data.total' } },
        },
      },
    })
    expect(mappingAfter({ order: { complete: { data: 'data' } } }, [field('id', 'data.id')])).toEqual({
      order: { complete: { data: { map: { id: 'data.id' } } } },
    })
  })

  it('goes into the alternative that is selected, else into the first', () => {
    const mapping = { order: { complete: [{ name: 'a' }, { name: 'b' }] } }
    const rows = [{ target: { kind: 'data' }, value: 'data' } as const]
    expect(mappingAfter(mapping, rows, ['mapping', 'order', 'complete', 1]).order.complete[1].data).toBe('data')
    expect(mappingAfter(mapping, rows, ['mapping', 'page', 'view']).order.complete[0].data).toBe('data')
  })

  it('lists settings, fields and what was not found', () => {
    const value = { id: 'ORD-1', shop: 'DE-01' }
    const [proposal] = propose([{ event: anEvent(), value, topic: 'orders' }])
    const rows = proposal ? proposalRows(proposal) : []
    expect(rows.map(({ name, isOpen }) => [name, isOpen])).toEqual([
      ['Topic', false],
      ['id', false],
      ['shop', true],
    ])
    expect(rows[2]?.choices[0]?.value).toEqual({ value: 'DE-01' })
    const record = { topic: 'orders', value: { id: 'ORD-1', shop: 'AT' } }
    expect(countAsWanted(rows, { topic: 'orders', value }, record)).toEqual({ same: 2, of: 3 })
    expect(countAsWanted(rows, { value: { id: 'ORD-1' } }, record)).toEqual({ same: 1, of: 1 })
  })
})
