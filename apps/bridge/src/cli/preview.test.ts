import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import { describe, expect, it, vi } from 'vitest'
import { type PreviewOptions, preview } from './preview.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'preview-'))

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function run(args: string[], input: string | Buffer = ''): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'preview', ...args],
      { maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      },
    )
    child.stdin?.end(input)
  })
}

const flow = file(
  'flow.json',
  aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } })),
)
const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('preview of events of another tracker', () => {
  const call = {
    type: 'track',
    event: 'Order Completed',
    userId: 'u',
    properties: { id: 'O-1' },
    context: { ip: '::1' },
  }
  const events = file('segment.json', call)

  it('names them with the adapter that would turn them into events', async () => {
    const { stdout, stderr } = await run([flow, '--events', events])
    expect(stdout).toContain('error: This is a Segment event.')
    expect(stderr).toContain(
      '1 value is a Segment event. With --as auto it becomes an event of walkerOS by this adapter',
    )
  })

  it('takes the record of what an adapter makes of them, and says what was left out', async () => {
    const { stdout, stderr } = await run([flow, '--events', events, '--as', 'auto', '--json'])
    expect(lines(stdout)).toMatchObject([{ outcome: 'message', message: { value: '{"id":"O-1"}' } }])
    expect(stderr).toContain('became `order complete`. Left out: context.ip.')
  })

  it('takes an adapter of a file', async () => {
    const adapter = file('adapter.json', {
      map: { name: { value: 'order complete' }, data: { map: { id: 'userId' } } },
    })
    const { stdout } = await run([flow, '--events', events, '--as', adapter, '--json'])
    expect(lines(stdout)).toMatchObject([{ message: { value: '{"id":"u"}' } }])
  })

  it('refuses an adapter that is none', async () => {
    const { code, stderr } = await run([flow, '--events', events, '--as', file('none.json', {})])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('An adapter needs `map`') })
  })
})

describe('preview', () => {
  it.each([
    { form: 'an array', events: [anEvent(), { name: 'page view' }] },
    { form: 'JSON Lines', events: `${JSON.stringify(anEvent())}\n${JSON.stringify({ name: 'page view' })}\n` },
  ])('prints one line for each event of $form', async ({ form, events }) => {
    const { code, stdout } = await run([
      flow,
      '--events',
      file(`${form}.json`, events),
      '--json',
      '--now',
      '1700000000000',
    ])
    expect(code).toBe(0)
    expect(lines(stdout)).toMatchObject([
      {
        index: 0,
        outcome: 'message',
        message: { key: 'order_complete', value: '{"id":"ORD-1"}', timestamp: '1700000102000' },
        rule: 'order.complete',
        problems: [],
      },
      {
        index: 1,
        outcome: 'message',
        message: { key: 'page_view', timestamp: '1700000000000' },
        rule: null,
        problems: [{ code: 'no-rule', place: 'flows.default.destinations.kafka.config.mapping' }],
      },
    ])
  })

  it('says on standard error which digits and keys are lost in reading', async () => {
    const lines = '{"name":"order complete"}\n{"name":"order complete","data":{"id":73314510714175489,"a":1,"a":2}}\n'
    const { code, stderr } = await run([flow, '--events', file('lost.ndjson', lines), '--json'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/lost\.ndjson: Line 2, column \d+: `73314510714175489` becomes `73314510714175490`/)
    expect(stderr).toMatch(/lost\.ndjson: Line 2, column \d+: the object has the key `a` twice/)
  })

  it('reads events from standard input and prints blocks for people', async () => {
    const { stdout } = await run([flow, '--events', '-'], "elb('order complete', { id: 'A' })")
    expect(stdout).toMatch(/#1 order complete\n {2}outcome .* message\n/)
  })

  it.each([
    { fact: 'a missing file', args: ['nowhere.json', '--events', '-'], message: 'nowhere.json does not exist.' },
    { fact: 'a missing option', args: [flow], message: 'Name a file with events' },
    {
      fact: 'a flow of another version',
      args: [file('v3.json', { version: 3 }), '--events', '-'],
      message: 'only version 4 can be opened',
    },
    {
      fact: 'a destination that is not there',
      args: [flow, '--events', '-', '--destination', 'x'],
      message: 'it has default/kafka',
    },
    {
      fact: 'a wrong clock',
      args: [flow, '--events', '-', '--now', 'noon'],
      message: '--now must be milliseconds since 1970',
    },
  ])('answers $fact on standard error alone', async ({ args, message }) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('a file of another encoding', () => {
  const text = `${JSON.stringify(anEvent())}\n${JSON.stringify(anEvent({ data: { id: 'é' } }))}\n`
  const encoded = (encoding: BufferEncoding, mark = '') => {
    const path = join(folder, `${encoding}${mark.length}.ndjson`)
    writeFileSync(path, Buffer.from(mark + text, encoding))
    return path
  }

  it.each([
    { path: encoded('latin1'), says: 'Line 2 is not UTF-8 text; save it as UTF-8.' },
    { path: encoded('utf16le'), says: 'This is UTF-16 text; save it as UTF-8.' },
    { path: encoded('utf16le', '\uFEFF'), says: 'This is UTF-16 text; save it as UTF-8.' },
  ])('is refused: $path', async ({ path, says }) => {
    const values = file('values.env', 'TOPIC=x\n')
    const one = file('one.json', [anEvent()])
    const attempts: [string | undefined, PreviewOptions][] = [
      [flow, { events: path }],
      [undefined, { batch: path }],
      [path, { events: one }],
      [flow, { events: one, env: path }],
    ]
    for (const [from, options] of attempts)
      await expect(preview(from, options, vi.fn())).rejects.toThrow(`${path}: ${says}`)
    const answer = await run([flow, '--events', '-', '--env', values], readFileSync(path))
    expect(answer).toEqual({ code: 2, stdout: '', stderr: `standard input: ${says}\n` })
  })
})

describe('preview --batch', () => {
  it('answers every case in order, whatever else happens', async () => {
    const cases = Array.from({ length: 1000 }, (_, index) =>
      JSON.stringify({ flow: aFlow(), events: [anEvent({ id: String(index) })] }),
    )
    const { code, stdout } = await run(
      ['--batch', '-', '--json'],
      [...cases, 'broken', '{"flow":{},"events":[{}]}', '{"flow":{}}'].join('\n'),
    )
    const answers = lines(stdout)
    expect(code).toBe(0)
    expect(answers.map((answer) => answer.case)).toEqual(answers.map((_, index) => index))
    expect(answers[999].results[0].outcome).toBe('message')
    expect(answers.slice(1000).map((answer) => answer.error.code)).toEqual([
      'invalid-json',
      'flow-version',
      'invalid-case',
    ])
  })
})

describe('preview in detail', () => {
  const run = async (path: string | undefined, options: PreviewOptions) => {
    let out = ''
    const err = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    try {
      const code = await preview(path, { now: '1700000000000', ...options }, (text) => {
        out += text
      })
      return { code, out, err: err.mock.calls.map(([text]) => String(text)).join('') }
    } finally {
      err.mockRestore()
    }
  }

  it('prints record and problems for people, and says which lines are no events', async () => {
    const events = file('mixed.ndjson', `${JSON.stringify(anEvent())}\n{"name":"page view"}\nnonsense\n`)
    const { code, out, err } = await run(flow, { events })
    expect(code).toBe(1)
    expect(err).toMatch(/mixed\.ndjson: Line 3, column 1: /)
    const [first = '', second = ''] = out.split('\n\n')
    expect(first).toContain(
      '#1 order complete\n  outcome              message\n  rule                 order.complete\n',
    )
    expect(first).toContain('  header content-type  application/json\n  value                {"id":"ORD-1"}')
    expect(second).toContain('  rule                 none\n')
    expect(second).toContain(
      '  warning: No rule matches `page view`, so the whole event goes to `walkeros-events`.\n    at flows.',
    )
  })

  it('prints why there is no record', async () => {
    const ignoring = file('ignoring.json', aFlow(aConfig({ mapping: { page: { view: { ignore: true } } } })))
    const { out } = await run(ignoring, { events: file('ignored.json', [{ name: 'page view' }]) })
    expect(out).toMatch(/ {2}outcome\s+ignored: ignored by rule page\.view\n/)
    expect(out).not.toContain('topic')
  })

  it('takes values of references from a file', async () => {
    const open = file('open.json', aFlow(aConfig({ mapping: {} }, { topic: '$env.TOPIC' })))
    const events = file('one.json', [anEvent()])
    const { out } = await run(open, { events, env: file('values.env', 'TOPIC=orders.test\n'), json: true })
    expect(JSON.parse(out)).toMatchObject({ message: { topic: 'orders.test' } })
  })

  it('compares with the published packages, for programs and for people', async () => {
    const events = file('one.json', [anEvent()])
    expect(JSON.parse((await run(flow, { events, genuine: true, json: true })).out)).toMatchObject({
      genuine: { verdict: 'same', version: '4.2.1' },
    })
    expect((await run(flow, { events, genuine: true })).out).toMatch(/same/i)
    const open = file('open.json', aFlow(aConfig({ mapping: {} }, { topic: '$env.TOPIC' })))
    expect((await run(open, { events, genuine: true })).out).toMatch(/not proven for|same as/)
  })

  it('needs a flow, and takes the clock of each case of a batch', async () => {
    await expect(run(undefined, { events: '-' })).rejects.toThrow('Name a flow file: preview FLOW --events FILE')
    const cases = [5, undefined].map((now) => JSON.stringify({ flow: aFlow(), events: [{ name: 'a b' }], now }))
    const { out } = await run(undefined, { batch: file('batch.ndjson', cases.join('\n')) })
    expect(lines(out).map(({ results }) => results[0].message.timestamp)).toEqual(['5', '1700000000000'])
  })
})
