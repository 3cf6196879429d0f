import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { lineFile } from './line-file.ts'

const home = mkdtempSync(join(tmpdir(), 'lines-'))
afterAll(() => rmSync(home, { recursive: true }))
let path: string
beforeEach(() => {
  path = join(home, crypto.randomUUID(), 'lines.jsonl')
})
const open = (maxBytes = 2 ** 20, makeRoom = async () => {}) => lineFile(path, { maxBytes, makeRoom })

it('keeps lines in their order, in a file of its own that nobody else may read', async () => {
  const file = open()
  await Promise.all(['a\n', 'b\n', 'c\n'].map((line) => file.append(line)))
  expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('takes away a line in whose midst a process was killed, wherever that was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string()), fc.string({ minLength: 1 }), async (lines, torn) => {
      path = join(home, crypto.randomUUID())
      const whole = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      writeFileSync(path, whole + JSON.stringify(torn).slice(0, -1))
      await open().append('next\n')
      expect(readFileSync(path, 'utf8')).toBe(`${whole}next\n`)
    }),
    { numRuns: 30 },
  )
})

it('finds the end of the last whole line also behind a long torn one', async () => {
  path = join(home, 'long')
  writeFileSync(path, `whole\n${'x'.repeat(200_000)}`)
  await open().append('next\n')
  expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n')
})

it('rejects while the file cannot be written, and goes on when it can', async () => {
  const file = open()
  await file.append('a\n')
  renameSync(path, `${path}.aside`)
  mkdirSync(path)
  await expect(file.append('b\n')).rejects.toMatchObject({ code: 'EISDIR' })
  rmdirSync(path)
  renameSync(`${path}.aside`, path)
  await file.append('c\n')
  expect(readFileSync(path, 'utf8')).toBe('a\nc\n')
})

it('leaves no part of a line where a disk is full', () => {
  const script = `
    import { lineFile } from ${JSON.stringify(fileURLToPath(new URL('line-file.ts', import.meta.url)))}
    const file = lineFile(process.argv[1], { maxBytes: 1e9, makeRoom: async () => {} })
    let failed = 0
    for (let index = 0; index < 40; index++) await file.append('x'.repeat(999) + '\\n').catch(() => failed++)
    console.log(failed)
  `
  mkdirSync(join(path, '..'), { recursive: true })
  // A limit on the size of files is what a full disk is: a write is cut off, and the next one fails.
  const command = `ulimit -f 16; exec "$0" --input-type=module -e "$1" "$2"`
  const failed = execFileSync('sh', ['-c', command, process.execPath, script, path], { encoding: 'utf8' })
  const text = readFileSync(path, 'utf8')
  expect(Number(failed)).toBeGreaterThan(0)
  expect(text.length).toBeGreaterThan(0)
  expect(text.replaceAll(`${'x'.repeat(999)}\n`, '')).toBe('')
})

it('makes room when it has grown large, and not for each line where what is left is large', async () => {
  let made = 0
  const file = lineFile(path, {
    maxBytes: 100,
    async makeRoom({ replace }) {
      made++
      await replace(`${'k'.repeat(79)}\n`)
    },
  })
  for (let index = 0; index < 50; index++) await file.append('0123456789\n')
  expect(readFileSync(path, 'utf8')).toMatch(/^k{79}\n(0123456789\n)*$/)
  expect(statSync(path).size).toBeLessThanOrEqual(171)
  expect(made).toBe(6)
})
