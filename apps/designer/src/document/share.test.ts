import { expect, it } from 'vitest'
import { fieldsToShare, packShared, readSharedFile, redactEvent, unpackShared, writeSharedFile } from './share.ts'

const shared = {
  text: '{"a": "Grüße 漢字 🎉"}',
  samples: [{ title: 'Ünïcode', text: '{"name":"order complete"}' }],
}

it('carries any text through a link and through a file', () => {
  const fragment = packShared(shared)
  expect(fragment).toMatch(/^share=[\w-]+$/)
  expect(unpackShared(`https://example.org/#${fragment}`)).toEqual(shared)
  expect(readSharedFile(writeSharedFile(shared))).toEqual(shared)
})

it('says of a cut or foreign link that it is none', () => {
  expect(unpackShared(`#${packShared(shared).slice(0, 30)}`)).toBeNull()
  expect(unpackShared('#token=abc')).toBeNull()
  expect(unpackShared('#share=AAAA')).toBeNull()
  expect(readSharedFile('{"kafka-mapping-designer":1}')).toBeNull()
})

it('names the fields that look personal first, and takes their values out by type', () => {
  const event = { name: 'a b', user: { id: 'u-1', age: 40 }, nested: [{ data: { mail: 'a@b.example' } }] }
  const fields = fieldsToShare([event], (value) => (String(value).includes('@') ? 'an e-mail address' : null))
  expect(fields.map(({ path, why }) => [path, why])).toEqual([
    ['user.id', 'tells a person'],
    ['nested.*.data.mail', 'an e-mail address'],
    ['name', null],
    ['user.age', null],
  ])
  expect(redactEvent(event, new Set(['user.id', 'user.age', 'nested.*.data.mail']))).toEqual({
    name: 'a b',
    user: { id: 'redacted', age: 0 },
    nested: [{ data: { mail: 'redacted' } }],
  })
})
