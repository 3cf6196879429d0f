import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { summaries } from './cli/summaries.ts'
import { runCommandLine } from './command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'main-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const flow = file('flow.json', aFlow(aConfig({ mapping: { order: { complete: {} } } })))
const events = file('events.json', [anEvent()])

let out: string
let err: string
beforeEach(() => {
  out = ''
  err = ''
  vi.stubEnv('KAFKA_BROKERS', undefined)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('a command line', () => {
  it('prints its version and its help, and ends well', async () => {
    expect(await runCommandLine(['--version'])).toBe(0)
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await runCommandLine(['produce', '--help'])).toBe(0)
    expect(out).toContain('produce the records of events and say where each was written')
  })

  it.each(Object.entries(summaries))(
    'says in the help of all how %s is called, as its own help does',
    async (name, { usage }) => {
      expect(await runCommandLine(['--help'])).toBe(0)
      expect(out).toContain(`  ${name} ${usage}  `)
      expect(await runCommandLine(['help', name])).toBe(0)
      expect(out).toContain(`Usage: kafka-mapping-designer ${name} ${usage}\n`)
    },
  )

  it('previews and checks', async () => {
    expect(await runCommandLine(['preview', flow, '--events', events, '--json'])).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ outcome: 'message' })
    expect(await runCommandLine(['check', flow, '--allow-empty'])).toBe(0)
  })

  it.each([
    { fact: 'an option that is missing', args: ['produce', flow], code: 1, says: /required option '--events <file>'/ },
    { fact: 'an option that there is not', args: ['preview', '--evnets'], code: 1, says: /Did you mean --events\?/ },
    {
      fact: 'a cluster that nobody named',
      args: ['produce', flow, '--events', events],
      code: 2,
      says: /^Name a cluster: --config FILE/,
    },
    {
      fact: 'a cluster that nobody named, for a worker',
      args: ['run', flow, '--from', 'events', '--group', 'g'],
      code: 2,
      says: /^Name a cluster: --config FILE/,
    },
    {
      fact: 'a flow that is missing',
      args: ['serve', join(folder, 'none')],
      code: 2,
      says: /none does not exist\.\n$/,
    },
    {
      fact: 'a folder in place of a file',
      args: ['preview', folder, '--events', events],
      code: 2,
      says: /cannot be read/,
    },
    {
      fact: 'a public address',
      args: ['--host', '0.0.0.0'],
      code: 2,
      says: /^Without tokens the bridge listens on this/,
    },
  ])('says what is wrong with $fact, and nothing on standard output', async ({ args, code, says }) => {
    expect(await runCommandLine(args)).toBe(code)
    expect(err).toMatch(says)
    expect(out).toBe('')
  })

  it('names the variable that is wrong', async () => {
    vi.stubEnv('KAFKA_BROKERS', '127.0.0.1:1')
    vi.stubEnv('KAFKA_SASL_MECHANISM', 'kerberos')
    expect(await runCommandLine(['produce', flow, '--events', events])).toBe(2)
    expect(err).toContain('KAFKA_SASL_MECHANISM')
  })

  it('says that nobody answers at a cluster', async () => {
    vi.stubEnv('KAFKA_BROKERS', '127.0.0.1:1')
    vi.stubEnv('PRODUCE_ENABLED', 'true')
    vi.stubEnv('PRODUCE_TOPICS', '*')
    expect(await runCommandLine(['produce', flow, '--events', events])).toBe(1)
    expect(out).toMatch(/^#1 failed: Nothing answers at 127\.0\.0\.1:1/)
    expect(await runCommandLine(['produce', flow, '--events', events, '--replay', crypto.randomUUID()])).toBe(2)
    expect(err).toMatch(/^Nothing answers at 127\.0\.0\.1:1/)
  })
})
