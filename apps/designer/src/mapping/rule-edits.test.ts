import { setInFlow } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { deleteRule, moveRule, type RuleEdit, renameRule } from './rule-edits.ts'
import { listRules } from './rule-list.ts'

const text = `{
  "mapping": {
    // about orders
    "order": {
      // about complete
      "complete": [ // its list
        // the large ones
        { "condition": "x", "data": { "map": { /* an id */ "id": "data.id" } } }, // large
        // the rest
        { "name": "rest" /* renamed */ } // rest
      ], // complete
      "view": {} // view
    },
    "page": { "view": { "ignore": true } } // pages
  } // end
}
`
const comment = /\/\/[^\n]*|\/\*.*?\*\//g
const commentsOf = (source: string) => source.match(comment)?.toSorted()
const config = (source: string) => JSON.parse(source.replace(comment, '')) as { mapping: Record<string, JsonValue> }
const entry = (name: string) => {
  const found = listRules(config(text).mapping).find((rule) => rule.name === name)
  if (found === undefined) throw new Error(`There is no rule ${name}`)
  return found
}
const edited = (change: RuleEdit | null) => {
  if (change === null) throw new Error('Nothing changes')
  return change.edits.reduce((current, { place, value }) => setInFlow(current, place, value), text)
}

describe('a rule that gets another name or place', () => {
  it.each<{ to: [string, string]; mapping: unknown }>([
    { to: ['order', 'done'], mapping: { order: ['done', 'view'], page: ['view'] } },
    { to: ['page', 'complete'], mapping: { order: ['view'], page: ['view', 'complete'] } },
    { to: ['cart', 'complete'], mapping: { order: ['view'], page: ['view'], cart: ['complete'] } },
  ])('keeps every comment on the way to $to', ({ to, mapping }) => {
    const result = edited(renameRule(config(text), entry('order.complete[0]'), to))
    expect(commentsOf(result)).toEqual(commentsOf(text))
    const names = Object.entries(config(result).mapping).map(([name, actions]) => [name, Object.keys(actions ?? {})])
    expect(Object.fromEntries(names)).toEqual(mapping)
  })

  it('leaves a name that is taken alone', () => {
    expect(renameRule(config(text), entry('order.complete[0]'), ['page', 'view'])).toBeNull()
    expect(renameRule(config(text), entry('order.complete[0]'), ['order', ''])).toBeNull()
  })

  it('keeps every comment where alternatives change places', () => {
    const result = edited(moveRule(config(text), entry('order.complete[1]'), 0))
    expect(commentsOf(result)).toEqual(commentsOf(text))
    expect(result).toMatch(/\/\/ the rest\n\s*{ "name": "rest" \/\* renamed \*\/ }, \/\/ rest/)
  })
})

it.each([
  { deleted: 'order.complete[0]', selected: ['mapping', 'order', 'complete'] },
  { deleted: 'order.view', selected: ['mapping', 'page', 'view'] },
  { deleted: 'page.view', selected: ['mapping', 'order', 'view'] },
])('the rule beside $deleted is selected after it was deleted', ({ deleted, selected }) => {
  expect(deleteRule(config(text), entry(deleted)).select).toEqual(selected)
})
