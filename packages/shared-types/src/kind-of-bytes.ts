/** What a file is that holds no text, and what helps; undefined for text in any encoding, which has none of these beginnings. */
export function kindOfBytes(bytes: Uint8Array): string | undefined {
  return kinds.find(([begin]) => begin.every((byte, index) => bytes[index] === byte))?.[1]
}

const codes = (text: string) => [...text].map((char) => char.charCodeAt(0))
const unpack = 'unpack it first'
const asText = 'write it as JSON Lines first'

const kinds: readonly (readonly [number[], string])[] = [
  [codes('PK\u0003\u0004'), `This is a zip file; ${unpack}.`],
  [codes('\u001f\u008b'), 'This is a gzip file inside another; unpack it twice.'],
  [codes('\u0028\u00b5\u002f\u00fd'), `This is a zstd file; ${unpack}.`],
  [codes('\u00fd7zXZ\0'), `This is an xz file; ${unpack}.`],
  [codes('BZh'), `This is a bzip2 file; ${unpack}.`],
  [codes('PAR1'), `This is a Parquet file; ${asText}.`],
  [codes('Obj\u0001'), `This is an Avro file; ${asText}.`],
  [codes('SQLite format 3\0'), `This is a database; ${asText}.`],
  [codes('%PDF-'), 'This is a PDF; events are read from text.'],
  [codes('\u0089PNG'), 'This is a picture; events are read from text.'],
  [[0xff, 0xfe, 0, 0], 'This is UTF-32 text; save it as UTF-8.'],
  [[0, 0, 0xfe, 0xff], 'This is UTF-32 text; save it as UTF-8.'],
]
