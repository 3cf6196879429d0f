import type { JsonObject, Outcome } from '@mapping-designer/shared-types'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import type { CodeRunner } from '../value/code-function.ts'
import { createCodeRunner } from './code-runner.ts'
import { loadSandbox } from './load-sandbox.ts'

// However slow the machine is, the patient one waits; the hasty one is for functions that never return.
let runner: CodeRunner | undefined
let hasty: CodeRunner | undefined
beforeEach(async () => {
  if (runner !== undefined && !runner.isSpent) return
  const sandbox = await loadSandbox()
  const withTime = (callTime: number) =>
    createCodeRunner(sandbox, {
      now: 1_700_000_000_000,
      collector: { consent: {} },
      limits: { callTime },
    })
  runner = withTime(60_000)
  hasty = withTime(100)
})
afterAll(() => {
  runner?.dispose()
  hasty?.dispose()
})

const run = (fn: string, code = runner) =>
  compileDestination(
    aConfig({
      mapping: { order: { complete: { data: { map: { out: { fn: `$code:${fn}` }, kept: { value: 1 } } } } } },
    }),
    { code },
  ).run(anEvent())
const out = (fn: string, code = runner) => {
  const outcome = run(fn, code)
  return outcome.kind === 'message' ? JSON.parse(outcome.record.value).out : outcome
}

describe('the clock and the random numbers of an event', () => {
  const plan = () =>
    compileDestination(
      aConfig({
        mapping: {
          order: {
            complete: {
              data: {
                map: {
                  time: { fn: '$code:() => [Date.now(), new Date().toISOString()]' },
                  random: { fn: '$code:() => [Math.random(), Math.random()]' },
                  id: 'id',
                  trace: 'source.trace',
                  timestamp: 'timestamp',
                },
              },
            },
          },
        },
      } as never),
      { code: runner as CodeRunner, now: 1_700_000_000_000 },
    )
  const { id, timestamp, source, ...event } = anEvent()
  const made = (outcome: Outcome) =>
    outcome.kind === 'message' ? { ...JSON.parse(outcome.record.value), at: outcome.record.timestamp } : outcome

  it('are those of the plan in a preview, each time', () => {
    const { run } = plan()
    const first = made(run(event))
    expect(first).toMatchObject({
      time: [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
      timestamp: 1_700_000_000_000,
      trace: '0'.repeat(32),
    })
    expect(made(run(event))).toEqual(first)
  })

  it('are its own where records are written: the same on a retry, others for the next event', () => {
    const { run, explain } = plan()
    const at = (offset: number) => ({ now: 1_800_000_000_000 + offset, seed: `orders/0/${offset}` })
    const [first, second] = [made(run(event, at(1))), made(run(event, at(2)))]
    expect(first).toMatchObject({
      time: [1_800_000_000_001, '2027-01-15T08:00:00.001Z'],
      timestamp: 1_800_000_000_001,
      at: '1800000000001',
    })
    for (const key of ['random', 'id', 'trace', 'at']) expect(second[key]).not.toEqual(first[key])
    expect(made(plan().run(event, at(1)))).toEqual(first)
    expect(made(explain(event, at(1)).outcome)).toEqual(first)
  })

  it('give as many random ids as there are events', () => {
    const { run } = plan()
    const numbers = Array.from({ length: 2_000 }, (_, offset) => made(run(event, { seed: `t/0/${offset}` })).random)
    expect(new Set(numbers.flat()).size).toBe(4_000)
    const mean = numbers.flat().reduce((sum, number) => sum + number, 0) / 4_000
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05)
  })

  it('are there while a function is put together', () => {
    expect(out('(() => { const start = [Date.now(), Math.random() < 1]; return () => start })()')).toEqual([
      1_700_000_000_000,
      true,
    ])
  })
})

describe('a function in the sandbox', () => {
  it.each([
    { fn: '(v) => v.data.total * 100', gives: 9950 },
    { fn: '(v, c) => c.event === v', gives: true },
    { fn: '(v, c) => Object.keys(c).join()', gives: 'event,mapping,collector,logger,consent' },
    { fn: '(v, { consent }) => consent', gives: { functional: true, analytics: true } },
    { fn: 'async (v) => { await null; return v.data.id }', gives: 'ORD-1' },
    { fn: 'function (v) { return [v.data.id, 1.5, "ü😀"] }', gives: ['ORD-1', 1.5, 'ü😀'] },
    { fn: '() => ({ a: undefined, b: 1 })', gives: { b: 1 } },
    { fn: '() => Infinity', gives: null },
    { fn: '() => NaN', gives: undefined },
    { fn: '() => [1, null]', gives: undefined },
    { fn: '() => btoa("hé") + atob("aGk=")', gives: 'aOk=hi' },
    { fn: '() => [...new TextEncoder().encode("ä")]', gives: [195, 164] },
    { fn: '() => Date.now()', gives: 1_700_000_000_000 },
    { fn: '() => new Date(0).toISOString()', gives: '1970-01-01T00:00:00.000Z' },
    { fn: '() => Math.random() < 1', gives: true },
    { fn: '() => { throw new Error("no") }', gives: undefined },
    { fn: 'async () => { throw new Error("no") }', gives: undefined },
  ])('$fn gives $gives', ({ fn, gives }) => {
    expect(out(fn)).toEqual(gives)
  })

  it.each(['() => { for (;;); }', '() => /(a+)+$/.test("a".repeat(40) + "b")', 'async () => new Promise(() => {})'])(
    '%s never returns and makes no record',
    (fn) => {
      expect(out(fn, hasty)).toMatchObject({ kind: 'failed', reason: 'code-timeout' })
    },
  )

  it.each([
    { fn: '() => fetch("https://example.com")', reason: 'code-unavailable' },
    { fn: '() => { try { return process.env.X } catch { return 1 } }', reason: 'code-unavailable' },
    { fn: '() => (1.5).toLocaleString()', reason: 'code-unavailable' },
    { fn: '() => new Intl.NumberFormat()', reason: 'code-unavailable' },
    { fn: '(v) => v.', reason: 'code-syntax' },
  ])('$fn makes no record: $reason', ({ fn, reason }) => {
    expect(out(fn)).toMatchObject({ kind: 'failed', reason })
  })

  it.each([
    '() => { const a = []; for (;;) a.push(new Uint8Array(1e6)) }',
    '() => { const a = []; for (;;) a.push({ b: [a.length] }) }',
    'async () => { const a = []; for (;;) a.push(new Uint8Array(1e6)) }',
    'async () => { await null; const a = []; for (;;) a.push([a.length]) }',
    '() => { const a = []; for (;;) a.push("ü".repeat(1e5) + a.length) }',
  ])('%s eats all memory and makes no record', (fn) => {
    const before = process.memoryUsage().rss
    expect(out(fn)).toMatchObject({ kind: 'failed', reason: 'code-memory' })
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
  })

  it('stays usable after a function that ran too long, and is spent after one that ran too large', async () => {
    out('() => { for (;;); }', hasty)
    expect(out('() => 1', hasty)).toBe(1)
    out('() => { const a = []; for (;;) a.push(new Uint8Array(1e6)) }')
    expect(runner?.isSpent).toBe(true)
    expect(out('() => 1')).toMatchObject({ kind: 'failed', reason: 'code-memory' })
    const fresh = createCodeRunner(await loadSandbox(), { now: 0, collector: {} })
    expect(out('() => 1', fresh)).toBe(1)
    fresh.dispose()
  })

  it('sees one and the same object wherever it stands, and leaves what it changed changed', () => {
    const nested = [{ data: { p: 2 } }, { data: { p: 1 } }]
    const itemAt = { loop: ['nested', { map: { at: { fn: '$code:(v, c) => c.event.nested.indexOf(v)' } } }] }
    const map = {
      items: itemAt,
      first: { fn: '$code:(v) => v.nested.sort((a, b) => a.data.p - b.data.p)[0].data.p' },
      now: 'nested.0.data.p',
    }
    const plan = compileDestination(aConfig({ mapping: { order: { complete: { data: { map } } } } } as never), {
      code: runner as CodeRunner,
    })
    const value = '{"items":[{"at":0},{"at":1}],"first":1,"now":1}'
    for (const _run of [1, 2]) expect(plan.run(anEvent({ nested }))).toMatchObject({ record: { value } })
  })

  it('changes one event only: not the consent of the next one, nor what the collector knows', () => {
    const fn = '$code:(v) => { v.consent.marketing = true; v.globals.shop.name = "changed"; return 1 }'
    const data = {
      map: {
        changed: { condition: '$code:(v) => v.data.id === "first"', fn },
        mail: { key: 'data.id', consent: { marketing: true } },
        shop: 'globals.shop.name',
      },
    }
    const plan = compileDestination(aConfig({ mapping: { order: { complete: { data } } } } as never), {
      code: runner as CodeRunner,
      collector: { globals: { shop: { name: 'Berlin' } } },
    })
    const push = (id: string) => plan.run(anEvent({ data: { id }, globals: {} }))
    expect(push('first')).toMatchObject({ kind: 'message' })
    for (const _run of [1, 2]) expect(push('second')).toMatchObject({ record: { value: '{"shop":"Berlin"}' } })
  })

  it.each(['data.__proto__', 'nested.__proto__'])('changes nothing of this process through %s', (path) => {
    const map = {
      a: { fn: `$code:(v) => { const x = v.${path}; x.polluted = 1; Object.assign(x, { more: 1 }); return 1 }` },
    }
    const data = {
      map: { ...map, b: { loop: ['this', { key: path }] }, c: { fn: '$code:(v) => { v.custom.key.polluted = 1 }' } },
    }
    const config = aConfig({ policy: { 'custom.key': path }, mapping: { order: { complete: { data } } } } as never)
    compileDestination(config, { code: runner as CodeRunner }).run(anEvent({ nested: [] }))
    expect([Object.keys(Object.prototype), Object.keys(Array.prototype)]).toEqual([[], []])
  })

  it.each([
    { policy: { 'custom.a': { fn: '$code:(v) => { v.data = {}; return 1 }' }, 'custom.b': 'data.id' } },
    { data: { set: [null, { fn: '$code:(v) => { delete v.user; return 1 }' }] } },
  ])('says that the record is not known where a function changes the event beside others: case %#', (changes) => {
    expect(compileDestination(aConfig(changes as never), { code: runner as CodeRunner }).run(anEvent())).toMatchObject({
      kind: 'failed',
      reason: 'code-unavailable',
    })
  })

  it.each([100, 400, 1_000, 3_000, 100_000])('fails one event alone that has %d levels', (levels) => {
    const deep = JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as JsonObject
    const config = aConfig({
      mapping: { order: { complete: { data: { map: { out: { fn: '$code:(v) => v.data.id' }, k: { value: 1 } } } } } },
    })
    const plan = compileDestination(config, { code: runner as CodeRunner })
    const outcome = plan.run(anEvent({ context: deep }))
    expect(outcome).toMatchObject(levels < 300 ? { kind: 'message' } : { kind: 'failed' })
    expect(plan.explain(anEvent({ context: deep })).outcome).toEqual(outcome)
    expect(plan.run(anEvent())).toMatchObject({ record: { value: '{"out":"ORD-1","k":1}' } })
  })

  it.each([
    '() => { let x = 1; for (let i = 0; i < 50000; i++) x = { x }; return x }',
    '() => { let x = 1; for (let i = 0; i < 50000; i++) x = [x]; return x }',
    '(v) => { let x = v; for (let i = 0; i < 50000; i++) x = { x }; return x }',
    '(v) => { let x = v; for (let i = 0; i < 50000; i++) x = [x]; return [v, x] }',
    '(v) => { let x = 1; for (let i = 0; i < 50000; i++) x = { x }; v.data.x = x; return 1 }',
  ])('makes no record of a result that is nested too deeply to come back, and runs the next function: %s', (fn) => {
    expect(out(fn)).toMatchObject({ kind: 'failed', reason: 'code-unavailable' })
    expect(out('() => 1')).toBe(1)
  })

  it('lets a function catch the end of its own recursion, and runs the next one', () => {
    const fn = '() => { const f = (x) => f(x + 1) + 1; try { return f(0) } catch (error) { return error.name } }'
    expect(out(fn)).toBe('InternalError')
    expect(out('() => 1')).toBe(1)
  })

  it('reaches nothing of the host', () => {
    expect(
      out(
        '() => { try { return [].constructor.constructor("return typeof process")() } catch (e) { return "blocked" } }',
      ),
    ).toMatchObject({ kind: 'failed' })
  })

  it('takes an async condition of a rule as true and an async condition of a value as what it says', () => {
    const rule = (changes: object) =>
      aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } }, ...changes } } } } as never)
    expect(
      compileDestination(rule({ condition: '$code:async () => false' }), { code: runner as CodeRunner }).run(anEvent())
        .rule,
    ).toBe('order.complete')
    expect(out('() => 1')).toBe(1)
    const outcome = compileDestination(
      rule({ data: { map: { id: { key: 'data.id', condition: '$code:async () => false' }, k: { value: 1 } } } }),
      { code: runner as CodeRunner },
    ).run(anEvent())
    expect(outcome).toMatchObject({ kind: 'message', record: { value: '{"k":1}' } })
  })

  it('fails the push when the condition of a rule throws', () => {
    const config = aConfig({
      mapping: { order: { complete: { condition: '$code:() => { throw new Error("x is not there") }' } } },
    })
    expect(compileDestination(config, { code: runner as CodeRunner }).run(anEvent())).toMatchObject({
      kind: 'failed',
      reason: 'condition-threw',
      detail: 'x is not there',
      rule: 'order.complete',
    })
  })
})
