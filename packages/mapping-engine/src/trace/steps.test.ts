import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import type { Step } from './step.ts'

const place = (...steps: (string | number)[]) => ['mapping', 'order', ...steps]
const config = aConfig(
  {
    policy: { 'data.source': { value: 'web' }, 'data.gone': 'data.nowhere', 'user.id': { key: 'data.id' } },
    include: ['data'],
    data: { map: { shop: { value: 'berlin' } } },
    mapping: {
      order: {
        complete: [
          {
            condition: ((event: { data: { total: number } }) => event.data.total > 100) as never,
            name: 'big order',
            settings: { topic: 'big', key: 'user.id' },
            policy: { 'data.extra': { value: 1 } },
            remove: ['data.secret'],
            include: ['user'],
            data: { map: { id: 'data.id' } },
          },
          { data: { map: { id: 'data.id' } } },
        ],
        '*': { data: { map: { any: 'data.id' } } },
      },
      page: { view: { ignore: true } },
    },
  },
  { topic: 'orders', key: 'data.id' },
)

/** The steps of an event, by kind; the notes of its fields are tried with the values. */
function stepsOf(event: object, of: object = config): Record<string, unknown>[] {
  const { steps } = compileDestination(of as never, { now: 5 }).explain(event)
  return steps.map((step: Step) => {
    if (step.kind !== 'data') return step
    const { event: _, fields, ...rest } = step
    return { ...rest, fields: fields.length }
  })
}
const ofKind = (steps: Record<string, unknown>[], kind: string) => steps.filter((step) => step['kind'] === kind)

describe('the steps of an event', () => {
  it('tell each thing that walkerOS did, where it is written, and in its order', () => {
    const order = { ...anEvent({ data: { id: 'A', total: 200, secret: 1 } }), extra: 1 }
    expect(stepsOf(order)).toEqual([
      {
        kind: 'completed',
        filled: ['context', 'globals', 'custom', 'id', 'trigger', 'entity', 'action', 'timing', 'source'],
        dropped: ['extra'],
      },
      { kind: 'consent', required: [], granted: ['functional', 'analytics'], isDenied: false },
      {
        kind: 'policy',
        place: ['policy'],
        writes: [
          { path: 'data.source', value: 'web' },
          { path: 'data.gone', value: undefined },
          { path: 'user.id', value: 'A' },
        ],
      },
      {
        kind: 'rules',
        tried: [
          { name: 'order.complete[0]', place: place('complete', 0), result: 'matched' },
          { name: 'order.complete[1]', place: place('complete', 1), result: 'not-reached' },
        ],
        rule: 'order.complete[0]',
        place: place('complete', 0),
      },
      { kind: 'policy', place: place('complete', 0, 'policy'), writes: [{ path: 'data.extra', value: 1 }] },
      { kind: 'renamed', from: 'order complete', to: 'big order', place: place('complete', 0, 'name') },
      {
        kind: 'data',
        place: place('complete', 0, 'data'),
        fields: 4,
        value: { user_id: 'A', user_session: 's3ss10n', shop: 'berlin', id: 'A' },
        include: ['user'],
        removed: ['data.secret'],
      },
      {
        kind: 'record',
        topic: { origin: 'rule', place: place('complete', 0, 'settings', 'topic') },
        key: { origin: 'rule', place: place('complete', 0, 'settings', 'key'), path: 'user.id', found: 'A' },
        value: { origin: 'data' },
        timestamp: { origin: 'event' },
      },
    ])
  })

  it('tell the rules that were tried, and the wildcard that matched', () => {
    const steps = stepsOf(anEvent({ name: 'order refund', data: { id: 7 } }))
    expect(ofKind(steps, 'rules')).toEqual([
      {
        kind: 'rules',
        tried: [
          { name: 'order.refund', place: place('refund'), result: 'missing' },
          { name: 'order.*', place: place('*'), result: 'matched' },
        ],
        rule: 'order.*',
        place: place('*'),
      },
    ])
    expect(ofKind(steps, 'data')).toMatchObject([
      {
        place: place('*', 'data'),
        value: { data_id: 7, data_source: 'web', shop: 'berlin', any: 7 },
        include: ['data'],
      },
    ])
    expect(ofKind(steps, 'renamed')).toEqual([])
    expect(ofKind(steps, 'record')).toEqual([
      {
        kind: 'record',
        topic: { origin: 'settings', place: ['settings', 'kafka', 'topic'] },
        key: { origin: 'fallback', place: ['settings', 'kafka', 'key'], path: 'data.id', found: 7 },
        value: { origin: 'data' },
        timestamp: { origin: 'event' },
      },
    ])
  })

  it('tell a condition that was false, and end where the event is ignored', () => {
    const small = stepsOf(anEvent({ data: { id: 'A', total: 1 } }))
    expect(ofKind(small, 'rules')[0]?.['tried']).toMatchObject([{ result: 'condition-false' }, { result: 'matched' }])
    expect(ofKind(small, 'record')[0]).toMatchObject({ key: { origin: 'settings', path: 'data.id', found: 'A' } })
    const ignored = stepsOf(anEvent({ name: 'page view' }))
    expect(ignored.map(({ kind }) => kind)).toEqual(['completed', 'consent', 'policy', 'rules'])
    expect(ignored.at(-1)).toMatchObject({ rule: 'page.view', tried: [{ name: 'page.view', result: 'matched' }] })
  })

  it('tell where nothing is set: no rule, no key, no data, no time', () => {
    const bare = stepsOf({ name: 'new thing' }, aConfig({ mapping: {} }, { topic: 'orders' }))
    expect(ofKind(bare, 'completed')[0]?.['filled']).toContain('timestamp')
    expect(ofKind(bare, 'rules')[0]).toMatchObject({ rule: null, place: null })
    expect(ofKind(bare, 'record')).toEqual([
      {
        kind: 'record',
        topic: { origin: 'settings', place: ['settings', 'kafka', 'topic'] },
        key: { origin: 'fallback', place: null, path: null, found: undefined },
        value: { origin: 'full-event' },
        timestamp: { origin: 'now' },
      },
    ])
  })
})
