import fc from 'fast-check'
import type { ParseError } from 'jsonc-parser'
import { expect, it } from 'vitest'
import { aConfig, aFlow } from '../testing/builders.ts'
import { parseCommented } from './parse-commented.ts'
import { readFlow } from './read-flow.ts'

it('reads JSON as JSON.parse does, whatever its keys are', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseCommented(text)).toEqual(JSON.parse(text))
    }),
  )
})

it.each(['__proto__', '\\u005f_proto__'])('takes the key %s for a member, beside comments too', (key) => {
  const errors: ParseError[] = []
  const value = parseCommented(`{ /* a */ "a": [{ "${key}": { "b": 1 } }], // end\n }`, errors)
  expect(errors).toEqual([])
  expect(value).toEqual(JSON.parse('{"a": [{"__proto__": {"b": 1}}]}'))
})

it('a flow file keeps such a key of a mapping', () => {
  const config = JSON.stringify(aConfig({ mapping: { order: { complete: { data: { map: { a: 'data.a' } } } } } }))
  const text = JSON.stringify(aFlow(JSON.parse(config.replace('"a":', '"__proto__":'))))
  const reading = readFlow(`// A comment\n${text}`)
  expect(reading.isReadable && JSON.stringify(reading.destinations[0]?.config)).toContain('{"__proto__":"data.a"}')
})
