import * as jsonc from 'jsonc-parser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { valueAt } from '../path/value-at.ts'
import { aConfig, aFlow } from '../testing/builders.ts'
import { setInFlow } from './edit-flow.ts'
import { readFlow } from './read-flow.ts'

vi.mock('jsonc-parser', { spy: true })
afterEach(() => vi.clearAllMocks())

const flow = '{\n  "flows": { "a": { "topic": "t", "key": "data.id", "list": [1, {"b": true}] } }\n}\n'
const topic = ['flows', 'a', 'topic']

/** The same edit with nothing before it. */
function alone(text: string, place: (string | number)[], value: string | number | boolean | null): string {
  setInFlow('{"other":1}', ['other'], 2)
  return setInFlow(text, place, value)
}

describe('a value that is typed', () => {
  it('is looked for with the first letter, and is as if it had been looked for with each', () => {
    const values = ['to', 'top', 'to"p', 'to\u2028', '', 7, null, 'end']
    let typed = flow
    let expected = flow
    for (const value of values) expected = alone(expected, topic, value)
    vi.clearAllMocks()
    for (const value of values) typed = setInFlow(typed, topic, value)
    expect(typed).toBe(expected)
    expect(jsonc.modify).toHaveBeenCalledTimes(1)
  })

  it('is looked for again where the text, the place or the kind of the edit is another', () => {
    const first = setInFlow(flow, topic, 'to')
    expect(setInFlow(first, ['flows', 'a', 'key'], 'k')).toContain('"topic": "to", "key": "k"')
    expect(setInFlow(`\n${first}`, topic, 'x')).toBe(`\n${alone(first, topic, 'x')}`)
    expect(setInFlow(alone(first, topic, 'y'), topic, undefined)).not.toContain('topic')
    expect(setInFlow(alone(first, topic, 'y'), topic, { value: 'z' })).toContain('"value": "z"')
  })

  it('stays behind a byte order mark, and beside comments', () => {
    for (const [text, calls] of [
      [`\uFEFF${flow}`, 1],
      [`// topic\n${flow}`, 0],
    ] as const) {
      vi.clearAllMocks()
      const typed = setInFlow(setInFlow(text, topic, 'a'), topic, 'ab')
      expect(typed).toBe(text.replace('"t"', '"ab"'))
      expect(jsonc.modify).toHaveBeenCalledTimes(calls)
    }
  })
})

describe('a flow in which a value is typed', () => {
  const config = ['flows', 'default', 'destinations', 'kafka', 'config']
  const mapping = { order: { complete: { data: { map: { id: 'data.id' } } }, view: { data: 'data.$id' } } }
  const text = JSON.stringify(aFlow(aConfig({ mapping })), null, 2)
  const place = [...config, 'settings', 'kafka', 'topic']
  /** The same text, read with nothing before it. */
  const afresh = (typed: string) => {
    readFlow('{"version": 4, "flows": {}}')
    return readFlow(typed)
  }

  it.each([
    ['a topic', place, ['t', 'to', 'to"p', '', '$env.TOPIC', '$env.TOPIC:x', 'top']],
    ['another kind of value', [...config, 'settings', 'kafka', 'acks'], [1, '1', null, -0, true, 1e300, 2 ** 70]],
    ['an entry of a list', [...config, 'settings', 'kafka', 'brokers', 0], ['a', 'a:1']],
    ['in place of an object', [...config, 'mapping', 'order', 'complete', 'data'], ['x', 'xy']],
    ['what makes the flow unreadable, and readable again', ['version'], [4, '', 4, 3, 4]],
  ])('is read as if it had been opened so: %s', (_what, at, values) => {
    const edits = [text]
    for (const value of values) edits.push(setInFlow(edits.at(-1) ?? text, at, value))
    const expected = edits.map(afresh)
    let typed = text
    expect(readFlow(typed)).toEqual(expected[0])
    for (const [index, value] of values.entries()) {
      typed = setInFlow(typed, at, value)
      expect(readFlow(typed)).toEqual(expected[index + 1])
    }
  })

  it('is not read whole with each letter: what is beside the value stays the same', () => {
    const rules = new Set<unknown>()
    let typed = text
    readFlow(typed)
    for (const topic of ['t', 'to', 'top']) {
      typed = setInFlow(typed, place, topic)
      const reading = readFlow(typed)
      if (!reading.isReadable) continue
      rules.add(valueAt(reading.json, [...config, 'mapping', 'order', 'complete']))
      rules.add(valueAt(reading.destinations[0]?.effective, ['mapping', 'order', 'complete']))
    }
    expect([...rules]).toEqual([mapping.order.complete])
  })

  it('keeps what is found twice and what is rounded', () => {
    readFlow(text)
    const twice = setInFlow(text, place, 'a').replace('"id":', '"id": 1, "id":')
    expect(readFlow(twice)).toMatchObject({ error: { code: 'flow-repeated-key' } })
    expect(readFlow(setInFlow(twice, place, 'ab'))).toMatchObject({ error: { code: 'flow-repeated-key' } })
    const large = text.replace('"data.id"', '{ "value": 12345678901234567890 }')
    readFlow(large)
    const rounded = readFlow(setInFlow(large, place, 'ab'))
    expect(rounded.isReadable && rounded.destinations[0]?.rounded).toHaveLength(1)
  })
})
