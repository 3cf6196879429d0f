import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { linesOf, readEnvFile, readExactly, readInput, readLines } from './read-input.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-input-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'input')
const write = (content: string | Buffer) => writeFileSync(path, content)

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
async function collect(lines: AsyncIterable<{ text: string }>): Promise<string[]> {
  const texts: string[] = []
  for await (const { text } of lines) texts.push(text)
  return texts
}

const wellFormed = fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\uFEFF') && !/^\0|^.\0/.test(text))

describe('an input', () => {
  it('is the text that was written, whatever it holds, with and without a byte order mark', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, async (text) => {
        write(`\uFEFF${text}`)
        expect(await readInput(path)).toBe(text)
        expect(await readExactly(path)).toBe(`\uFEFF${text}`)
        write(text)
        expect(await readInput(path)).toBe(text)
      }),
    )
  })

  it('is the same line by line, however it comes in', async () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\n\r\uFEFF\0]/g, '\u2028'))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.nat({ max: 30 }), async (lines, size) => {
        const bytes = Buffer.from(`\uFEFF${lines.join('\r\n')}`)
        expect(await collect(linesOf(pieces(bytes, size + 1), 'x'))).toEqual(lines)
      }),
    )
  })

  it('names the line that is not UTF-8, whole or line by line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 50 }), fc.nat({ max: 30 }), async (before, size) => {
        const bytes = Buffer.concat([Buffer.from('{"ä": 1}\n'.repeat(before)), Buffer.from('{"ä": 1}\n', 'latin1')])
        write(bytes)
        const says = `Line ${before + 1} is not UTF-8 text; save it as UTF-8.`
        await expect(readInput(path)).rejects.toThrow(`${path}: ${says}`)
        await expect(collect(linesOf(pieces(bytes, size + 1), 'x'))).rejects.toThrow(`x: ${says}`)
      }),
    )
  })

  it.each([
    { fact: 'with a mark', bytes: Buffer.from('\uFEFF{"a": 1}', 'utf16le') },
    { fact: 'with a mark, the other way round', bytes: Buffer.from('\uFEFF{"a": 1}', 'utf16le').swap16() },
    { fact: 'without a mark', bytes: Buffer.from('{"a": 1}', 'utf16le') },
    { fact: 'without a mark, the other way round', bytes: Buffer.from('{"a": 1}', 'utf16le').swap16() },
  ])('is called UTF-16 where it is that $fact', async ({ bytes }) => {
    write(bytes)
    const says = `${path}: This is UTF-16 text; save it as UTF-8.`
    for (const read of [readInput, readEnvFile, (from: string) => collect(readLines(from))])
      await expect(read(path)).rejects.toThrow(says)
  })

  it('has no name with a byte order mark in a file of values', async () => {
    write('\uFEFFTOPIC=orders\n')
    expect(await readEnvFile(path)).toEqual({ TOPIC: 'orders' })
  })

  it('that is missing is said to be', async () => {
    const missing = join(folder, 'nowhere')
    await expect(readInput(missing)).rejects.toThrow(`${missing} does not exist.`)
    await expect(collect(readLines(missing))).rejects.toThrow(`${missing} does not exist.`)
    await expect(collect(readLines(folder))).rejects.toThrow(`${folder} cannot be read`)
  })
})

describe('a file that gzip packed', () => {
  it('is read as what was packed, as a whole and line by line', async () => {
    write(gzipSync('{"name":"a b"}\n{"name":"ü d"}'))
    expect(await readInput(path)).toBe('{"name":"a b"}\n{"name":"ü d"}')
    expect(await collect(readLines(path))).toEqual(['{"name":"a b"}', '{"name":"ü d"}'])
  })

  it('is refused where it is damaged, and where it unpacks to more than can be read at once', async () => {
    write(gzipSync('{"name":"a b"}'.repeat(1_000)).subarray(0, 60))
    await expect(readInput(path)).rejects.toThrow(`${path} is a gzip file that cannot be unpacked`)
    write(gzipSync(Buffer.alloc(300 * 2 ** 20)))
    await expect(readInput(path)).rejects.toThrow(`${path} has more than 256 MB`)
  })
})
