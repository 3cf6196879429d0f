import { describe, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'

const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, { key: 'data.text' }]))
const config = (count: number, rule: object = {}) =>
  aConfig({ mapping: { order: { complete: { data: { map: fields(count) }, ...rule } } } })
const event = anEvent({ data: { text: 'x'.repeat(100_000) }, globals: { many: Array(20_000).fill(0) } })

const reason = 'The value is larger than 16 MiB. Kafka takes 1 MiB by default, so the record is not built.'

describe('a value that no topic takes', () => {
  it.each([
    ['a map', config(4_000)],
    ['a map with what is not written in one pass', config(4_000, { remove: ['nothing'] })],
    [
      'a loop',
      aConfig({
        mapping: { order: { complete: { data: { map: { all: { loop: ['nested', { map: fields(4_000) }] } } } } } },
      }),
    ],
    [
      'a policy that copies a text, and a path to the copies',
      aConfig({
        policy: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`custom.copy_${index}`, 'data.text'])),
        mapping: { order: { complete: { data: { map: { all: 'custom' } } } } },
      }),
    ],
    [
      'a policy that doubles a part again and again, without a mapping',
      aConfig({
        policy: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`custom.copy_${index}`, 'data'])),
        mapping: {
          order: {
            complete: {
              policy: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`data.copy_${index}`, 'custom'])),
            },
          },
        },
      }),
    ],
    [
      'a short loop that adds a long text to each of many items',
      aConfig({
        mapping: {
          order: {
            complete: {
              data: { map: { all: { loop: ['globals.many', { map: { text: { value: 'x'.repeat(1_000) } } }] } } },
            },
          },
        },
      }),
    ],
  ])('is not built, on the first run, on later ones and with its explanation: %s', (_name, large) => {
    const plan = compileDestination(large)
    const given = {
      ...event,
      nested: Array.from({ length: 10 }, () => ({ data: event.data })),
    }
    const outcomes = [plan.run(given), plan.run(given), plan.run(given)]
    const failed = { kind: 'failed', reason: 'record-size', detail: reason, rule: 'order.complete' }
    expect(outcomes).toEqual([failed, failed, failed])
    const { outcome, problems } = plan.explain(given)
    expect(outcome).toEqual(failed)
    expect(problems.filter(({ code }) => code === 'record-size').map(({ cause }) => cause)).toEqual([reason])
  })

  it('leaves a value of fifteen MiB as it is', () => {
    const plan = compileDestination(config(150))
    for (const outcome of [plan.run(event), plan.run(event), plan.run(event)]) {
      expect(outcome).toMatchObject({ kind: 'message' })
    }
  })
})
