import * as jsonc from 'jsonc-parser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { setInFlow } from './edit-flow.ts'

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
