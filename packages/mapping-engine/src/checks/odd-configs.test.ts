import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { aConfig, anEvent } from '../testing/builders.ts'
import { problemsOf } from './testing/problem-case.ts'

it('looks at every config without failing, however odd its parts are, and says where something is', () => {
  const rich = aConfig(
    {
      consent: { analytics: true },
      policy: { 'data.id': 'user.id', 'custom.key': { value: 1 } },
      include: ['globals'],
      setup: { topic: 'orders', partitions: 3 },
      data: { map: { id: 'data.id' } },
      mapping: {
        '*': { '*': { ignore: true } },
        order: {
          complete: [
            {
              condition: '$code:() => true',
              name: 'purchase',
              settings: { topic: 'orders', key: 'data.id' },
              policy: { 'data.x': { key: 'data.id', consent: { marketing: true }, validate: '$code:() => true' } },
              remove: ['data.id'],
              include: ['user'],
              data: { map: { items: { loop: ['nested', { map: { a: { set: ['data.a', { value: 1 }] } } }] } } },
            },
          ],
        },
      },
    },
    { headers: { a: 'b', c: ['d'] }, key: 'data.id', compression: 'gzip' },
  )
  const odd: JsonValue[] = [7, null, '', 'x y', true, [], {}, [[]], [7, null], { a: 7 }, { '*': 7 }, { a: { b: [7] } }]
  const replaced = (value: JsonValue, place: readonly (string | number)[], by: JsonValue): JsonValue => {
    const [step, ...rest] = place
    if (step === undefined) return by
    if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item))
    const object = value as JsonObject
    return { ...object, [step]: replaced(object[step] as JsonValue, rest, by) }
  }
  const placesIn = (value: JsonValue): (string | number)[][] => {
    if (typeof value !== 'object' || value === null) return [[]]
    const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
    return [[], ...members.flatMap(([step, item]) => placesIn(item as JsonValue).map((rest) => [step, ...rest]))]
  }
  /** A problem lies at something that is there, or at a member that is missing from it. */
  const isPlaceOf = (config: JsonValue, [step, ...rest]: readonly (string | number)[]): boolean => {
    if (step === undefined) return true
    if (typeof config !== 'object' || config === null) return false
    const inner = Object.entries(config).find(([key]) => key === String(step))?.[1]
    return inner === undefined ? rest.length === 0 : isPlaceOf(inner as JsonValue, rest)
  }
  let found = 0
  for (const place of placesIn(rich)) {
    for (const by of odd) {
      const config = replaced(rich, place, by)
      const problems = problemsOf({ config, events: [anEvent(), { name: 'page view' }, { name: 7 }] })
      // Settings that are missing altogether are said where they would stand.
      const inConfig = problems.filter(({ code }) => code !== 'push-fails')
      const said = inConfig.map((problem) => ({ ...problem, isThere: isPlaceOf(config, problem.place) }))
      expect(said.filter(({ isThere, cause }) => !isThere || cause === '')).toEqual([])
      found += problems.length
    }
  }
  expect(found).toBeGreaterThan(placesIn(rich).length * odd.length)
})
