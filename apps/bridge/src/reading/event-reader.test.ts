import { findLosses, planDestination } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateHere } from '../code/evaluate-here.ts'
import { outcomeOnly } from '../code/event-result.ts'
import { unmetered } from '../code/request-bounds.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createEventReader, type EventReader } from './event-reader.ts'

const anyKey = fc.constantFrom('id', 'total', 'a b', 'é', '1', 'count', 'trace', '__proto__', 'x\n')
const anyScalar = fc.oneof(
  fc.constantFrom('', 'EUR', '"', '\\', 'ü', '\ud800', '\u2028', 'x'.repeat(20)),
  fc.constantFrom(0, -0, 1, -1.5, 129.9, 1e21, 1e-7, 123456789012345, 2 ** 53, 0.1 + 0.2),
  fc.constantFrom(true, false, null),
)
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 3 }),
  ),
})).value
const sections = ['data', 'context', 'globals', 'custom', 'user', 'nested', 'consent', 'source', 'id', 'timing']
const anyEvent = fc
  .tuple(
    fc.constantFrom('order complete', 'page view', 'odd', ''),
    fc.dictionary(fc.constantFrom(...sections), anyValue),
  )
  .map(([name, rest]) => ({ name, ...rest }))

/** Texts of one event: as it is written, with other values of all kinds in its place, and broken. */
const anyTexts = fc
  .tuple(
    anyEvent,
    fc.array(fc.tuple(anyEvent, fc.nat(), fc.constantFrom('', '"', '9', '1e5', '}', ',"id":1', '\\', ' ')), {
      maxLength: 4,
    }),
  )
  .map(([event, others]) => {
    const text = JSON.stringify(event)
    return [
      text,
      ...others.flatMap(([other, at, part]) => {
        const cut = at % (text.length + 1)
        return [
          JSON.stringify(other),
          text.slice(0, cut) + part + text.slice(cut + 1),
          text.slice(0, cut) + part + text.slice(cut),
          text.replaceAll(/\d/g, part || '7'),
        ]
      }),
    ]
  })

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As `run` reads: in full what is not known. */
function read(reader: EventReader, text: string) {
  const known = reader.read(text)
  const whole = tryJson(text)
  if (known === undefined && whole !== undefined && findLosses(text, whole).length === 0) reader.note(whole)
  return { known, whole }
}

describe('an event that is written as one before it', () => {
  it('is JSON of which nothing is lost', () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const reader = createEventReader()
        for (const text of [...texts, ...texts]) {
          const { known, whole } = read(reader, text)
          if (known === undefined) continue
          expect(whole).toBeDefined()
          expect(findLosses(text, whole)).toEqual([])
          known.learn(Object.keys(Object(whole)))
          expect(reader.read(text)?.event).toEqual(whole)
        }
      }),
      { numRuns: 250 },
    )
  })

  const value = fc.constantFrom<unknown>(
    'data.id',
    'data',
    'context',
    'nested.*.id',
    { key: 'data.total', value: 1 },
    'source.type',
    'timing',
    { value: 'x', consent: { a: true } },
    { loop: ['nested', { map: { id: 'id', all: '' } }] },
  )
  const anyConfig = fc.record(
    {
      mapping: fc.record({
        order: fc.record({
          complete: fc.record(
            {
              data: fc.record({ map: fc.dictionary(fc.constantFrom('a', 'b'), value) }),
              include: fc.constantFrom(['user'], ['globals', 'all']),
              name: fc.constant('renamed'),
            },
            { requiredKeys: [] },
          ),
        }),
      }),
      data: value,
      include: fc.constantFrom(['user'], ['context', 'source']),
      policy: fc.dictionary(fc.constantFrom('custom.a', 'data.id', 'nested'), value, { maxKeys: 2 }),
      consent: fc.constant({ id: true }),
    },
    { requiredKeys: [] },
  )

  it('gives what the whole event gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyConfig,
        anyTexts,
        fc.constantFrom('data.id', 'source.type', 'timing'),
        async (config, texts, key) => {
          const destination = destinationOf({ flow: aFlow(aConfig(config as never, { topic: 't', key })), events: [] })
          const flowPlan = planDestination(destination, { now: 1_700_000_000_000 })
          const outcomesOf = (events: unknown[], partly?: Parameters<typeof evaluateHere>[0]['partly']) =>
            evaluateHere({ destination, events, partly, now: 0 }, outcomeOnly, unmetered, flowPlan)
          const reader = createEventReader()
          for (const text of [...texts, ...texts, ...texts]) {
            const { known, whole } = read(reader, text)
            if (known === undefined) continue
            const complete = (looked: readonly string[]) => {
              known.learn(looked)
              return whole
            }
            expect(await outcomesOf([known.event], [{ size: text.length, complete }])).toEqual(
              await outcomesOf([whole]),
            )
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is read from the second one on, without what nobody looks at', () => {
    const reader = createEventReader()
    const text = (id: string, items: unknown[]) =>
      JSON.stringify({ name: 'order complete', data: { id }, nested: items })
    reader.note(JSON.parse(text('A', [{ a: 1 }])))
    reader.read(text('B', []))?.learn([])
    expect(reader.read(text('B', [{ a: 2 }, { a: 'x' }]))?.event).toMatchObject({ name: 'order complete' })
    reader.read(text('B', [{ a: 2 }]))?.learn(['data'])
    expect(reader.read(text('C', [{ a: 2 }]))?.event).toMatchObject({ data: { id: 'C' } })
    expect(reader.read('{"name":"order complete"}')).toBeUndefined()
  })
})
