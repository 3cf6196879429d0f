import { findLosses, planDestination, type WrittenField } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateHere } from '../code/evaluate-here.ts'
import { outcomeOnly } from '../code/event-result.ts'
import { unmetered } from '../code/request-bounds.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createEventReader } from './event-reader.ts'
import { listForm } from './list-form.ts'

/** Values as they stand in a text; what is written in another way than `JSON.stringify` does is rarer, as in real events. */
const usual = fc.constantFrom(
  '"a"',
  '""',
  '"ü"',
  '"😀"',
  '"\u2028"',
  '"$1$&$<r0>"',
  '0',
  '-7',
  '0.1',
  '12',
  'true',
  'false',
)
const odd = fc.constantFrom(
  ...['"\\u0041"', '"\\/"', '"\\""', '"\\\\"', '"\\n"', '"\\ud83d\\ude00"', '"\\ud800"', '"\ud800"', '"\udc00\ud800"'],
  ...[
    '-0',
    '0.0',
    '1.0',
    '0.10',
    '-0.5',
    '1e5',
    '1E-7',
    '0.0000001',
    '0.000001',
    '123456789012345',
    '1234567890123456789',
  ],
)
const broken = fc.constantFrom('null', '{}', '[]', '[1,"b"]', '{"id":1}', ' "a"', '"a" ', '"x', '01')
const token = fc.oneof(
  { weight: 40, arbitrary: usual },
  { weight: 4, arbitrary: odd },
  { weight: 1, arbitrary: broken },
)

/** How the items of a list are written, with a place for each value. */
const itemForm = fc.constantFrom(
  '{"id":?}',
  '{"entity":?,"data":{"id":?,"name":?,"total":?}}',
  '{"entity":?,"data":{"id":?,"name":?},"context":{"list":[?,?]},"nested":[{"id":?},{"id":?}]}',
  '{"entity":null,"data":{"id":?,"name":?,"total":?}}',
  '{"data":{"name":?,"2":?,"1":?},"id":?}',
  '{"data":{"1":?,"2":?,"id":?},"*":?,"a.b":?,"é":?}',
  '{"id":?,"id":?}',
  '{"__proto__":?,"id":?}',
  '{"data":{"__proto__":{"id":?},"name":?}}',
  '{"constructor":?,"data":{"toString":?}}',
  '{}',
)
const path = fc.constantFrom(
  ...[
    'id',
    'entity',
    'data',
    'data.id',
    'data.name',
    'data.total',
    'data.1',
    'context',
    'context.list',
    'nested',
    'nested.0.id',
  ],
  ...[
    'a.b',
    '*',
    'é',
    'data.id.x',
    'data.*',
    'data.',
    'constructor',
    'data.toString',
    'data.constructor',
    'data.__proto__',
    'length',
  ],
)
const field = fc.oneof(
  path,
  fc.record({ key: path, value: fc.constantFrom(0, 'x', { y: 1 }, null) }),
  fc.constant({ value: 1 }),
)
const name = fc.constantFrom('id', 'name', 'total', 'entity', 'data', 'a$1', '$&', '"', 'é')
const anyMap = fc.oneof(
  fc.dictionary(name, path, { maxKeys: 3, noNullPrototype: true }),
  fc.dictionary(fc.oneof(name, fc.constantFrom('1', '__proto__')), field, { maxKeys: 4, noNullPrototype: true }),
)
const ownNames = fc
  .shuffledSubarray(['id', 'name', 'total', 'entity'], { minLength: 1 })
  .map((names) => Object.fromEntries(names.map((one) => [one, one === 'entity' ? one : `data.${one}`])))

const anyCase = fc.tuple(
  itemForm,
  fc.array(fc.array(fc.array(token, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 2 }), {
    minLength: 4,
    maxLength: 4,
  }),
  fc.oneof(anyMap, ownNames),
)

const listText = (form: string, items: string[][]) =>
  `[${items.map((tokens) => tokens.reduce((text, one) => text.replace('?', () => one), form).replaceAll('?', '0')).join(',')}]`

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

describe('a list that is mapped as it is written', () => {
  it('comes to what the list that was read comes to', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ([form, lists, map]) => {
        const items = { loop: ['nested', { map }] }
        const mapping = { order: { complete: { data: { map: { before: 'data.id', items, after: 'data.n' } } } } }
        const config = aConfig({ mapping } as never, { topic: 't', key: 'data.id' })
        const destination = destinationOf({ flow: aFlow(config), events: [] })
        const flowPlan = planDestination(destination, { now: 0 })
        const outcomeOf = async (event: unknown, complete?: () => unknown) => {
          const partly = complete && [{ size: 1, complete }]
          return (
            await evaluateHere({ destination, events: [event], partly, now: 0 }, outcomeOnly, unmetered, flowPlan)
          )[0]
        }
        const reader = createEventReader()
        for (const list of [...lists, ...lists]) {
          const text = `{"name":"order complete","id":"e","data":{"id":"A","n":1},"nested":${listText(form, list)}}`
          const whole = tryJson(text)
          const known = reader.read(text)
          if (known === undefined) {
            if (whole !== undefined && findLosses(text, whole).length === 0) reader.note(whole)
            await outcomeOf(whole)
            continue
          }
          const complete = (looked: readonly string[] = []) => {
            known.learn(looked)
            return whole
          }
          expect(await outcomeOf(known.event, complete)).toEqual(await outcomeOf(whole))
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is copied where it is written as it would be written again', () => {
    const list = [{ id: 'A', data: { id: 1, on: true } }]
    const fields: WrittenField[] = [
      { name: 'id', path: ['data', 'id'] },
      { name: 'on', path: ['data', 'on'] },
      { name: '$&', path: ['id'] },
    ]
    const form = listForm(list)
    const mapped = (text: string) => {
      const [, own, other] = new RegExp(`^${form?.pattern}$`).exec(text) ?? []
      return form?.written(own, other).mapped(fields)
    }
    const item = (id: string, number: string) => `{"id":${id},"data":{"id":${number},"on":false}}`
    expect(mapped(`[${item('"A"', '1')},${item('"ü"', '-0.5')}]`)).toBe(
      '[{"id":1,"on":false,"$&":"A"},{"id":-0.5,"on":false,"$&":"ü"}]',
    )
    for (const odd of [item('"\\u0041"', '1'), item('"A"', '1.0'), item('"A"', '-0')]) {
      expect(mapped(`[${odd}]`)).toBe(null)
    }
    expect(listForm([{ id: 'A' }, { name: 'A' }])).toBe(null)
  })
})
