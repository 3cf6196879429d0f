import { expect, it } from 'vitest'
import { readFlow } from '../flow/read-flow.ts'
import { aConfig, aFlow } from '../testing/builders.ts'
import { importText } from './import-text.ts'

const rules = { order: { complete: { data: { map: { id: 'data.id' } } } } }
const config = aConfig({ mapping: rules })

/** The config of the Kafka destination that an import comes to. */
async function configOf(text: string): Promise<unknown> {
  const imported = await importText(text)
  if (imported.kind === 'refused') throw new Error(imported.message)
  const reading = readFlow(imported.text)
  if (!reading.isReadable) throw new Error(reading.error.message)
  return reading.destinations[0]?.config
}

it('takes a flow file as it is, to the byte', async () => {
  const text = `\uFEFF// ours\r\n${JSON.stringify(aFlow(config), null, '\t')},`.replace(/,$/, '')
  expect(await importText(text)).toEqual({ kind: 'flow', text })
})

it.each([
  { form: 'a destination step', text: JSON.stringify({ package: '@walkeros/server-destination-kafka', config }) },
  { form: 'a destination config', text: JSON.stringify(config) },
  { form: 'a config with comments', text: `// ours\n${JSON.stringify(config)}` },
  { form: 'a default export', text: `export default ${JSON.stringify(config)}` },
  {
    form: 'a typed constant',
    text: `import type { T } from 'x'\nconst config: T.Config = ${JSON.stringify(config)} satisfies T`,
  },
  { form: 'CommonJS', text: `module.exports = ${JSON.stringify(config)};` },
  { form: 'a bare JavaScript object', text: JSON.stringify(config).replace(/"(\w+)":/g, '$1:') },
])('puts $form into a new flow file', async ({ text }) => {
  expect(await configOf(text)).toEqual(config)
})

const step = { package: '@walkeros/server-destination-kafka', config }
const kafka = { brokers: ['kafka1:9092'], topic: 'shop-events' }

it.each([
  { form: 'flows without a version', text: JSON.stringify({ flows: { shop: { destinations: { kafka: step } } } }) },
  { form: 'destinations', text: JSON.stringify({ destinations: { kafka: step } }) },
  { form: 'destinations without braces around them', text: `"destinations": ${JSON.stringify({ kafka: step })}` },
  { form: 'a member with comments and a comma at its end', text: `// ours\n"kafka": ${JSON.stringify(step)},` },
  { form: 'a destination by name', text: JSON.stringify({ kafka: step }) },
  {
    form: 'the argument of startFlow',
    text: `const { elb } = await startFlow({ destinations: { kafka: { code: destinationKafka, config: ${JSON.stringify(config)} } } })`,
  },
  {
    form: 'startFlow with its imports',
    text: `import { destinationKafka as k } from '@walkeros/server-destination-kafka'\nawait startFlow({ run: true, destinations: { a: { code: k, config: ${JSON.stringify(config)} } } });`,
  },
])('takes $form', async ({ text }) => {
  expect(await configOf(text)).toEqual(config)
})

it.each([
  { form: 'Kafka settings by name', text: JSON.stringify({ kafka }) },
  { form: 'settings without braces', text: `"settings": ${JSON.stringify({ kafka })}` },
  { form: 'the inside of them', text: JSON.stringify(kafka) },
])('takes $form with their brokers and topic', async ({ text }) => {
  expect(await configOf(text)).toMatchObject({ settings: { kafka } })
})

it('keeps what starts beside the destinations', async () => {
  const imported = await importText(
    'await startFlow({ consent: { a: true }, sources: {}, destinations: { k: { config: { settings: { kafka: {} } } } } })',
  )
  if (imported.kind !== 'wrapped') throw new Error(imported.kind)
  expect(JSON.parse(imported.text).flows.default).toMatchObject({ collector: { consent: { a: true } }, sources: {} })
})

it('puts a config without settings under new ones', async () => {
  expect(await configOf(JSON.stringify({ mapping: rules }))).toMatchObject({
    mapping: rules,
    settings: { kafka: { topic: 'walkeros-events' } },
  })
})

it('puts a mapping under new settings', async () => {
  expect(await configOf(JSON.stringify(rules))).toMatchObject({
    mapping: rules,
    settings: { kafka: { topic: 'walkeros-events' } },
  })
})

it('takes functions over as $code and the environment as $env', async () => {
  const source = `
    const brokers = process.env.KAFKA_BROKERS
    export const destination = {
      settings: { kafka: { brokers: [process.env.KAFKA_BROKERS!], topic: 'orders', key: undefined } },
      mapping: {
        order: {
          complete: {
            condition: (event: WalkerOS.Event, context?: Context): boolean => (event.data as Data).total! > 0,
            data: { map: { cents: { fn(value) { return value.data.total * 100 } }, tax: -1.5 } },
          },
        },
      },
    } as const`
  expect(await configOf(source)).toEqual({
    settings: { kafka: { brokers: ['$env.KAFKA_BROKERS'], topic: 'orders' } },
    mapping: {
      order: {
        complete: {
          condition: '$code:(event, context) => (event.data).total > 0',
          data: { map: { cents: { fn: '$code:function (value) { return value.data.total * 100 }' }, tax: -1.5 } },
        },
      },
    },
  })
})

it.each([
  { source: 'export default {', says: 'neither JSON nor JavaScript' },
  { source: '{"version": 4, "flows": {', says: 'Line 1' },
  { source: '{"name": "order complete"}', says: 'This is no flow file' },
  { source: '{"name": "x", "version": "1.0.0"}', says: 'This is no flow file' },
])('says of $source what cannot be taken over', async ({ source, says }) => {
  const imported = await importText(source)
  expect(imported.kind === 'refused' && imported.message).toContain(says)
})

it.each([
  { form: 'a constant', source: `const x = { a: 1 }; const config = ${JSON.stringify(config)}; run(x, config)` },
  {
    form: 'constants',
    source: `const mapping = ${JSON.stringify(rules)}\nexport default { settings: ${JSON.stringify(config.settings)}, mapping }`,
  },
  { form: 'what is spread', source: `const base = ${JSON.stringify(config)}\nexport default { ...base }` },
  { form: 'what a function returns', source: `export default () => (${JSON.stringify(config)})` },
  {
    form: 'a flow that a function starts',
    source: `async function main() { const { elb } = await startFlow({ destinations: { k: { config: ${JSON.stringify(config)} } } }).then((x) => x); elb('a b') }`,
  },
  { form: 'a fence of Markdown', source: `Use this:\n\n\`\`\`json\n${JSON.stringify(config)}\n\`\`\`\n` },
])('finds the config in $form', async ({ source }) => {
  expect(await configOf(source)).toEqual(config)
})

it('names what no JSON can say, and takes the rest', async () => {
  const source = `export default {\n ...base,\n settings: { kafka: { brokers: ['a:1', other], topic: TOPIC, key: 'data.id' } } }`
  const imported = await importText(source)
  const { message } = imported.kind === 'wrapped' ? imported : { message: '' }
  expect(message).toContain('Left out: Line 2: `base` is known only where the source runs')
  expect(message).toContain('Left out: Line 3: `other` is')
  expect(message).toContain('Left out: Line 3: `TOPIC` is')
  expect(await configOf(source)).toEqual({ settings: { kafka: { brokers: ['a:1'], key: 'data.id' } } })
})

it('refuses what is too large to be edited', async () => {
  const imported = await importText(' '.repeat(20_000_000))
  expect(imported).toMatchObject({ kind: 'refused', message: expect.stringContaining('The text has 19.1 MB') })
})

it('offers to add a Kafka destination to a flow file without one, and changes nothing else', async () => {
  const text =
    '{\n  // web only\n  "version": 4,\n  "flows": { "web": { "destinations": { "kafka": { "package": "x" } } } }\n}'
  const imported = await importText(text)
  expect(imported).toMatchObject({ kind: 'offer', label: 'Add a Kafka destination' })
  if (imported.kind !== 'offer') throw new Error('no offer')
  expect(imported.text).toContain('// web only')
  expect(readFlow(imported.text)).toMatchObject({ destinations: [{ flowName: 'web', name: 'kafkaEvents' }] })
})

it('offers to upgrade an older flow file where that goes by rule', async () => {
  const old = {
    version: 3,
    flows: {
      default: {
        server: {},
        packages: { '@walkeros/collector': { version: '3.0.0' } },
        destinations: { kafka: { package: '@walkeros/server-destination-kafka', config } },
      },
    },
  }
  const imported = await importText(JSON.stringify(old))
  expect(imported).toMatchObject({ kind: 'offer', label: 'Upgrade a copy to version 4' })
  if (imported.kind !== 'offer') throw new Error('no offer')
  expect(JSON.parse(imported.text).flows.default.config).toEqual({
    platform: 'server',
    bundle: { packages: { '@walkeros/collector': { version: '3.0.0' } } },
  })
  expect(await configOf(imported.text)).toEqual(config)
})

it.each([
  { form: 'an argument of a call', text: 'define("x", [1], { settings: { kafka: { topic: "a" } } })' },
  {
    form: 'a call among several statements',
    text: 'setup()\nexport default define({ settings: { kafka: { topic: "a" } } })',
  },
  { form: 'a value that is sure to be there', text: 'export default ({ settings: { kafka: { topic: "a" } } })!' },
])('finds the config in $form', async ({ text }) => {
  expect(await configOf(text)).toMatchObject({ settings: { kafka: { topic: 'a' } } })
})

it('takes over lists with gaps, plain template texts and process.env in brackets', async () => {
  const source = 'export default { settings: { kafka: { topic: `orders`, brokers: [process.env["BROKER"], , null] } } }'
  expect(await configOf(source)).toEqual({
    settings: { kafka: { topic: 'orders', brokers: ['$env.BROKER', null, null] } },
  })
})

it.each([
  { source: 'export default 7', says: 'There is no object in this source.' },
  { source: 'const list = [1, 2]', says: 'There is no object in this source.' },
  { source: 'export default { settings: { kafka: { topic: /x/ } } }', says: '`/x/` has no form in JSON' },
  { source: 'export default { settings: { kafka: { topic: !a } } }', says: '`!a` has no form in JSON' },
  {
    source: 'export default { settings: { kafka: { topic: config.topic } } }',
    says: '`config.topic` is known only where',
  },
  { source: 'export default { [name]: { kafka: {} } }', says: 'is put together at run time' },
  {
    source: 'export default {\n settings: someFunctionWithAVeryLongNameThatFillsTheLine(1, 2, 3),\n}',
    says: 'Line 2: `someFunctionWithAVeryLongNameThatFill…` is known only',
  },
])('says of $source why it cannot be taken over', async ({ source, says }) => {
  const imported = await importText(source)
  expect(imported.kind !== 'flow' && imported.message).toContain(says)
})

it.each(['null', '[]', '{}', '{"order": {}}', '{"order": {"complete": 7}}', '{"settings": {"ga4": {}}}'])(
  'refuses %s, which is nothing that it knows',
  async (text) => {
    expect((await importText(text)).kind).toBe('refused')
  },
)

it('refuses a flow file without a flow, and offers the free name where it can', async () => {
  expect(await importText('{"version": 4, "flows": {}}')).toEqual({
    kind: 'refused',
    message: 'The flow file has no flow.',
  })
  const imported = await importText('{"version": 4, "flows": {"web": {}}}')
  expect(imported.kind === 'offer' && readFlow(imported.text)).toMatchObject({ destinations: [{ name: 'kafka' }] })
})

it('carries over the platform and its settings of either kind, and names what version 4 no longer knows', async () => {
  const upgrade = async (flow: object, rest: object = {}) => {
    const imported = await importText(JSON.stringify({ version: 2, ...rest, flows: { default: flow, odd: 7 } }))
    if (imported.kind !== 'offer') throw new Error('no offer')
    return { message: imported.message, flows: JSON.parse(imported.text).flows }
  }
  expect(await upgrade({ web: { a: 1 }, config: { b: 2 } })).toMatchObject({
    flows: { default: { config: { platform: 'web', settings: { a: 1 }, b: 2 } }, odd: 7 },
  })
  const { message, flows } = await upgrade({ sources: {} }, { definitions: {} })
  expect(flows.default).toEqual({ config: {}, sources: {} })
  expect(message).toContain('`definitions` is kept, but version 4 no longer resolves `$def`.')
})
