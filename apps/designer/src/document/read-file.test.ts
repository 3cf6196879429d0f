import { gzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readFileText } from './read-file.ts'

const text = '{"name":"a b"}\n{"name":"é"}'
const utf8 = (value: string) => new TextEncoder().encode(value)
const codes = [...`\uFEFF${text}`].map((char) => char.charCodeAt(0))
const littleEndian = Uint8Array.from(codes.flatMap((code) => [code & 0xff, code >> 8]))
const bigEndian = Uint8Array.from(codes.flatMap((code) => [code >> 8, code & 0xff]))
const latin1 = Uint8Array.from([...text].map((char) => char.charCodeAt(0)))

it.each([
  { what: 'UTF-8', bytes: utf8(text), found: { text } },
  { what: 'UTF-8 with a byte order mark', bytes: utf8(`\uFEFF${text}`), found: { text } },
  { what: 'UTF-16', bytes: littleEndian, found: { text } },
  { what: 'big-endian UTF-16', bytes: bigEndian, found: { text } },
  { what: 'a packed file', bytes: gzipSync(utf8(text)), found: { text } },
  { what: 'Latin-1', bytes: latin1, found: { fault: 'Line 2 is not UTF-8 text; save the file as UTF-8.' } },
  { what: 'packed Latin-1', bytes: gzipSync(latin1), found: { fault: expect.stringContaining('Line 2') } },
  {
    what: 'a packed file that is cut off',
    bytes: gzipSync(utf8(text)).subarray(0, 20),
    found: { fault: expect.stringContaining('cut off') },
  },
  { what: 'a zip file', bytes: utf8('PK\u0003\u0004\0'), found: { fault: 'This is a zip file; unpack it first.' } },
  {
    what: 'a Parquet file',
    bytes: utf8('PAR1\0'),
    found: { fault: 'This is a Parquet file; write it as JSON Lines first.' },
  },
  {
    what: 'UTF-32',
    bytes: Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0),
    found: { fault: 'This is UTF-32 text; save it as UTF-8.' },
  },
  {
    what: 'a file packed twice',
    bytes: gzipSync(gzipSync(utf8(text))),
    found: { fault: 'This is a gzip file inside another; unpack it twice.' },
  },
  { what: 'an empty file', bytes: utf8(''), found: { text: '' } },
])('the text of $what', async ({ bytes, found }) => {
  expect(await readFileText(new Blob([new Uint8Array(bytes)]))).toEqual(found)
})
