import { expect, it } from 'vitest'
import { mayKeep } from './may-keep.ts'

const keeps = (push: string, kind: 'source' | 'transformer' = 'transformer') =>
  mayKeep({
    ...{ kind, name: 't', is: 'inline', package: null, config: {}, env: {}, lost: [] },
    ...{ before: undefined, next: undefined, cache: undefined, state: undefined, mapping: undefined, code: { push } },
  })

it.each([
  '(() => { let n = 0; return (event) => ({ event: { ...event, n: n++ } }) })()',
  'function count(event) { count.n = (count.n ?? 0) + 1 }',
  '(event, ctx) => { ctx.config.n = 1 }',
  '(event, { config }) => { config.seen.push(event.id) }',
  '(event, { config: kept }) => { kept.n++ }',
  '(event, ctx) => { const kept = ctx.config; kept.n++ }',
  '(event) => { context.n = 1 }',
  '(event) => { globalThis.n = 1 }',
  '(event) => { Math.last = event.id }',
  '(event) => { Object.assign(context.config, event.data) }',
  'someName',
  'no (expression',
])('%s may keep something', (push) => expect(keeps(push)).toBe(true))

it.each([
  '(event) => ({ event: { ...event, data: { ...event.data, a: 1 } } })',
  '$code:(event) => { event.data.config = 1; delete event.user }',
  'async function (event, ctx) { ctx.ingest.n = (ctx.ingest.n ?? 0) + 1 }',
  '(event) => { const list = []; for (const item of event.nested) list.push(item.data); return { event: { ...event, data: { list } } } }',
  '(event) => { let sum = 0; event.nested.forEach((one) => { sum += one.data.price }); event.data.sum = sum }',
  '(event) => ({ event: Object.assign({}, event, { name: "a b" }) })',
  '(event) => { try { return JSON.parse(event.data.x) } catch (error) { error.message = ""; return false } }',
  '(event, { config }) => config.settings.isOn ? undefined : false',
])('%s keeps nothing', (push) => expect(keeps(push)).toBe(false))

it('a source may hand events over, and keeps what it writes elsewhere', () => {
  const handsOver = '(row) => context.env.push({ name: "row added", data: row })'
  expect(keeps(handsOver, 'source')).toBe(false)
  expect(keeps(handsOver)).toBe(true)
  expect(keeps('(row) => { context.env.seen.push(row); context.env.push(row) }', 'source')).toBe(true)
})
