import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { afterAll, describe, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { type Pair, type Proposal, ruleOf } from './proposal.ts'
import { propose } from './propose.ts'

const orders = [
  { id: 'O-1', total: 12.5, currency: 'EUR', coupon: 'A' },
  { id: 'O-2', total: 99, currency: 'USD' },
  { id: 'O-3', total: 7.25 },
]
const events = orders.map((data, index) =>
  anEvent({
    data,
    user: { id: `u-${index}`, email: `Ann${index}@Example.org` },
    nested: Array.from({ length: index + 1 }, (_, item) => ({
      entity: item === 1 ? 'gift' : 'product',
      data: { sku: `P-${index}${item}`, price: item + index * 10, ...(item === 0 && { color: `c${index}` }) },
    })),
    consent: index === 0 ? {} : { marketing: true },
    timestamp: 1_700_000_000_000 + index * 86_400_000,
  }),
)

const pairsOf = (value: (event: (typeof events)[number], index: number) => JsonObject): Pair[] =>
  events.map((event, index) => ({ event, value: JSON.parse(JSON.stringify(value(event, index))) }))

function proposed(pairs: Pair[]): Proposal {
  const [proposal] = propose(pairs)
  if (proposal === undefined) throw new Error('Nothing is proposed')
  return proposal
}

const quickjs = await loadSandbox()
const code = createCodeRunner(quickjs, { now: 0, collector: {} })
afterAll(() => code.dispose())

/** What the field `it` of the proposed rule gives, with its functions in the real sandbox. */
function valuesOf(proposal: Proposal, pairs: Pair[]): JsonValue[] {
  const mapping = { order: { complete: ruleOf(proposal) as JsonObject } }
  const plan = compileDestination(aConfig({ mapping }), { code })
  return pairs.map(({ event }) => {
    const outcome = plan.run(event)
    return 'record' in outcome ? JSON.parse(outcome.record.value) : outcome.kind
  })
}

type Wanted = (
  event: { data: (typeof orders)[number]; user: { email: string } } & Record<string, never>,
  index: number,
) => unknown
const items = (index: number) => Array.from({ length: index + 1 }, (_, item) => item)

const cases: [title: string, wanted: Wanted, config: unknown, sure: string][] = [
  ['a path', ({ data }) => data.id, 'data.id', 'likely'],
  ['a path that a pair lacks', ({ data }) => data.currency, 'data.currency', 'certain'],
  ['a path that is missing once', ({ data }) => data.coupon, 'data.coupon', 'doubtful'],
  ['a static value', () => 'DE-01', { value: 'DE-01' }, 'likely'],
  ['a fallback', ({ data }) => data.currency ?? 'CHF', { key: 'data.currency', value: 'CHF' }, 'likely'],
  ['one path or another', ({ data }, index) => data.coupon ?? `u-${index}`, ['data.coupon', 'user.id'], 'doubtful'],
  [
    'cents',
    ({ data }) => Math.round(data.total * 100),
    { fn: '$code:(value) => Math.round(value.data?.total * 100)' },
    'likely',
  ],
  [
    'text of a number',
    ({ data }) => String(data.total),
    { fn: '$code:(value) => value.data?.total?.toString()' },
    'likely',
  ],
  [
    'lower case',
    ({ user }) => user.email.toLowerCase(),
    { fn: '$code:(value) => value.user?.email?.toLowerCase()' },
    'likely',
  ],
  [
    'a date',
    (_, index) => `2023-11-${14 + index}`,
    { fn: '$code:(value) => value.timestamp && new Date(value.timestamp).toISOString().slice(0, 10)' },
    'likely',
  ],
  [
    'joined texts',
    ({ data }, index) => `${data.id}/u-${index}`,
    { fn: `$code:(value) => [value.data?.id, "/", value.user?.id].join('')` },
    'likely',
  ],
  [
    'only with consent',
    ({ user }, index) => (index === 0 ? undefined : user.email),
    { key: 'user.email', consent: { marketing: true } },
    'likely',
  ],
  [
    'a list',
    (_, index) => items(index).map((item) => ({ sku: `P-${index}${item}`, kind: 'x' })),
    { loop: ['nested', { map: { sku: 'data.sku', kind: { value: 'x' } } }] },
    'likely',
  ],
  [
    'a list of some',
    (_, index) =>
      items(index)
        .filter((item) => item !== 1)
        .map((item) => ({ sku: `P-${index}${item}` })),
    { loop: ['nested', { condition: '$code:(value) => value.entity === "product"', map: { sku: 'data.sku' } }] },
    'likely',
  ],
  ['the length of a list', (_, index) => index + 1, 'nested.length', 'certain'],
  ['an object in an object', ({ data }) => ({ order: data.id }), undefined, 'likely'],
  [
    'a list of named values',
    ({ data }) => [data.id, { total: data.total }],
    { set: ['data.id', { map: { total: 'data.total' } }] },
    'likely',
  ],
]

describe('propose', () => {
  it.each(cases)('finds %s', (_title, wanted, config, sure) => {
    const pairs = pairsOf((event, index) => ({ id: 1, it: wanted(event as never, index) }) as JsonObject)
    const proposal = proposed(pairs)
    const field = proposal.fields.find(({ path }) => path[0] === 'it')
    if (config !== undefined) expect(field?.choices[0].value).toEqual(config)
    expect(field?.choices[0]).toMatchObject({ sure })
    expect(proposal.open).toEqual([])
    expect(valuesOf(proposal, pairs)).toEqual(pairs.map(({ value }) => value))
  })

  it('says why, and what fits as well', () => {
    const [first] = pairsOf(({ data }) => ({ order: (data as { id: string }).id }))
    const twice = { ...first, event: anEvent({ data: { id: 'O-1', ref: 'O-1' } }), value: { order_id: 'O-1' } }
    expect(proposed([twice]).fields[0]?.choices[0]).toEqual({
      value: 'data.id',
      sure: 'likely',
      why: 'equals data.id in the only pair; data.ref fits as well',
    })
    expect(proposed(pairsOf(({ data }) => ({ id: (data as { id: string }).id }))).fields[0]?.choices[0].why).toBe(
      'equals data.id in all 3 pairs; what comes where it is missing is not shown',
    )
  })

  it('leaves open by name what nothing gives', () => {
    const { fields, open } = proposed([{ event: events[0], value: { id: 'O-1', shop: 'DE-01', gone: null } }])
    expect(fields.map(({ path }) => path)).toEqual([['id']])
    expect(open).toEqual([
      { path: ['shop'], why: 'nothing in the event gives it', wanted: 'DE-01' },
      { path: ['gone'], why: 'walkerOS leaves out what is or holds null', wanted: null },
    ])
  })

  it('proposes topic and key', () => {
    const pairs = pairsOf(({ data }) => ({ id: (data as { id: string }).id }))
    const keyed = pairs.map((pair, index) => ({ ...pair, topic: 'orders', key: `u-${index}` }))
    expect(proposed(keyed)).toMatchObject({ settings: { topic: 'orders', key: 'user.id' }, notes: [] })
    expect(
      proposed(pairs.map((pair, index) => ({ ...pair, topic: `t${index}`, key: String(orders[index]?.total) }))).notes,
    ).toEqual([
      'The pairs want the topics t0 and t1 and t2; a rule has one, so it needs a rule with a condition for each.',
      'The key 12.5 is not found: data.total is no text, and walkerOS takes only text as a key.',
    ])
  })

  it('names pairs that contradict each other', () => {
    const [event] = events
    const { notes, open } = proposed([
      { event, value: { id: 'O-1', sum: { net: 12.5 } } },
      { event, value: { id: 'O-1', sum: { net: 13 } } },
    ])
    expect(notes).toEqual(['Pairs 1 and 2 contradict each other: for the same event they want 12.5 and 13 at sum.net.'])
    expect(open.map(({ path }) => path.join('.'))).toEqual(['sum.net'])
  })

  it('proposes a rule for each event, and says which events and values cannot be mapped', () => {
    const proposals = propose([
      { event: 'no event', value: {} },
      { event: events[0], value: { id: 'O-1' } },
      { event: { name: 'page view', data: { title: 'Home' } }, value: { title: 'Home' } },
      { event: { name: 'page leave' }, value: [1] },
    ])
    expect(proposals.map(({ event, notes }) => [event, ...notes])).toEqual([
      ['order complete', expect.stringContaining('Event 1 cannot be mapped: ')],
      ['page view'],
      ['page leave', expect.stringContaining('The value of pair 4 is no object with fields')],
    ])
  })

  it('sees that the whole event or one part of it is wanted', () => {
    const sent = compileDestination(aConfig()).run(events[0])
    const value: JsonValue = 'record' in sent ? JSON.parse(sent.record.value) : null
    const { fields, notes } = proposed([{ event: events[0], value }])
    expect({ fields, notes }).toEqual({
      fields: [],
      notes: ['The whole event is wanted: a rule without data sends it.'],
    })
    expect(ruleOf(proposed(pairsOf(({ data }) => data as JsonObject)))).toEqual({ data: 'data' })
  })
})
