import { expect, it } from 'vitest'
import { packShared, readSharedFile, unpackShared, writeSharedFile } from './share.ts'

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
