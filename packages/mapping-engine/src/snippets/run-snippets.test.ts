// What is copied is run as the programs that they are, with recorders in the place of walkerOS and kafkajs.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { JsonObject } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aConfig, anEvent } from '../testing/builders.ts'
import { esmSnippet, kafkajsSnippet, kcatRefusal, kcatSnippet, type SnippetInput } from './snippets.ts'

const hostile = [
  '$code:globalThis.stolen=1',
  '$code:(globalThis.stolen=1)//',
  '$env.HOME',
  '$secret.HOME',
  '*/globalThis.stolen=1/*',
  '</script><script>stolen=1</script>',
  `\`\${globalThis.stolen=1}\``,
  '"+(globalThis.stolen=1)+"',
  "'; touch stolen; '",
  '$(touch stolen)',
  '\u2028globalThis.stolen=1\u2029',
  '\ud800',
  '__proto__',
  'constructor',
  '-->',
  '\\',
  '',
]
const text = fc.constantFrom(...hostile)
// Node 24 now and then reads the key "\\ud800" of a JSON text as a backslash, so JSON itself would not come back the same.
const name = fc.constantFrom(...hostile.filter((one) => one.isWellFormed()))
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom<unknown>(null, true, -0.5, 1e21),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

const inputOf = (event: JsonObject, [topic, key, header]: readonly string[]): SnippetInput => ({
  config: aConfig(
    {
      mapping: {
        order: { complete: { condition: '$code:(event) => event.name // always', data: { map: { id: 'data.id' } } } },
      },
      [`${key}`]: 'a name of the config',
    },
    { sasl: { mechanism: 'plain', username: '$env.HOME', password: '$secret.HOME' } },
  ),
  collector: {},
  event,
  record: {
    topic: `${topic}`,
    key: `${key}`,
    value: JSON.stringify(event),
    headers: Object.fromEntries([[header, `${topic}`]]),
    timestamp: '1',
  },
  send: { acks: -1, compression: 1 },
})

/** Runs programs one after the other in Node and gives what each handed to a recorder. */
function record(programs: readonly string[]): { calls: unknown[][]; stolen: unknown } {
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'))
  const write = (name: string, source: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), source)
  }
  const collector = 'push: async (event) => { calls.push(event) }, command: async () => {}'
  const producer =
    'connect: async () => {}, disconnect: async () => {}, send: async (request) => { calls.push(request) }'
  const packages = {
    '@walkeros/collector': `export const startFlow = async (flow) => { calls.push(flow); return { collector: { ${collector} } } }`,
    '@walkeros/server-destination-kafka': 'export const destinationKafka = {}',
    kafkajs: `export default { Kafka: class { constructor(options) { calls.push(options) } producer() { return { ${producer} } } } }`,
  }
  for (const [name, source] of Object.entries(packages)) {
    write(`node_modules/${name}/package.json`, '{"type":"module","exports":"./index.js"}')
    write(`node_modules/${name}/index.js`, source)
  }
  for (const [index, program] of programs.entries()) write(`${index}.mjs`, program)
  write(
    'all.mjs',
    `const print = console.log
console.log = () => {}
process.exit = () => {}
const all = []
for (let index = 0; index < ${programs.length}; index++) {
  globalThis.calls = []
  await import(\`./\${index}.mjs\`)
  all.push(calls)
}
print(JSON.stringify({ calls: all, stolen: globalThis.stolen ?? null }))`,
  )
  const output = execFileSync(process.execPath, ['all.mjs'], { cwd: folder, env: { HOME: 'home' }, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return JSON.parse(output) as { calls: unknown[][]; stolen: unknown }
}

it('hands over every event, key and name as data, while the config becomes source', () => {
  const names = fc.sample(fc.tuple(text, text, name), 40)
  const events = fc.sample(fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true }), 40) as JsonObject[]
  const all = events.map((event, index) =>
    inputOf({ ...event, name: hostile[index % hostile.length] ?? '' }, names[index] ?? []),
  )
  const { calls, stolen } = record([...all.map(esmSnippet), ...all.map(kafkajsSnippet)])
  expect(stolen).toBeNull()
  // -0 is 0 for JSON.
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown
  expect(calls.slice(0, 40).map((call) => call[1])).toEqual(all.map(({ event }) => plain(event)))
  const sent = all.map(({ record: { topic, ...message }, send }) => ({ topic, messages: [message], ...send }))
  expect(calls.slice(40).map((call) => call[1])).toEqual(sent.map(plain))
  expect(calls[40]?.[0]).toMatchObject({ sasl: { username: 'home', password: 'home' } })
})

it.each([
  { change: { key: 'a\u001fb' }, says: 'U+001F' },
  { change: { key: 'a\u001eb' }, says: 'U+001E' },
  { change: { key: 'a\0b' }, says: 'U+0000' },
  { change: { headers: { 'a=b': 'c' } }, says: 'the header "a=b"' },
  { change: { headers: { '': 'c' } }, says: 'the header ""' },
  { change: { headers: { a: ['b', 'c\0'] } }, says: 'U+0000' },
])('says that kcat cannot send $change', ({ change, says }) => {
  const { record } = inputOf(anEvent(), ['orders', 'k', 'h'])
  expect(kcatRefusal({ ...record, ...change })).toContain(says)
})

it('hands kcat every other record as it is', () => {
  const kcat = 'kcat() { printf "%s\\0" "$@"; cat; }'
  for (const key of hostile.filter((one) => one !== '' && one !== '\ud800')) {
    const { config, ...rest } = inputOf({ name: key }, [key, key, key.replaceAll('=', ':')])
    expect(kcatRefusal(rest.record)).toBeNull()
    const output = execFileSync('bash', ['-c', `${kcat}\n${kcatSnippet({ config: {}, ...rest })}`], {
      encoding: 'utf8',
    })
    const words = output.split('\0')
    expect(words.at(-1)).toBe(`${key}\u001f${rest.record.value}`)
    expect(words).toContain(`${key.replaceAll('=', ':')}=${key}`)
  }
})
