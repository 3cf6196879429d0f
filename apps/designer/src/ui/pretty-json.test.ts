import { expect, it } from 'vitest'
import { prettyJson } from './pretty-json.ts'

it.each([
  { text: '{"id":73314510714175488,"total":1.10}', pretty: '{\n  "id": 73314510714175488,\n  "total": 1.10\n}' },
  { text: '{"b":1,"2":[],"a":{},"b":1e2}', pretty: '{\n  "b": 1,\n  "2": [],\n  "a": {},\n  "b": 1e2\n}' },
  { text: '"\\u00fc"', pretty: '"\\u00fc"' },
  { text: 'no { JSON', pretty: 'no { JSON' },
  { text: '{"a":1} // comment', pretty: '{"a":1} // comment' },
])('$text is shown as it is written', ({ text, pretty }) => {
  expect(prettyJson(text)).toBe(pretty)
})
