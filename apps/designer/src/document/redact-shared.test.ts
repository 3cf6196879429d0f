import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fieldsToShare, redactShared } from './redact-shared.ts'

const kindOf = (value: unknown) => (String(value).includes('@') ? 'an e-mail address' : null)

it('names the fields that look personal first', () => {
  const event = { name: 'a b', user: { id: 'u-1', age: 40 }, nested: [{ data: { mail: 'a@b.example' } }] }
  expect(fieldsToShare([event], kindOf).map(({ path, why }) => [path, why])).toEqual([
    ['user.id', 'tells a person'],
    ['nested.*.data.mail', 'an e-mail address'],
    ['name', null],
    ['user.age', null],
  ])
})

const flowWith = (test: object, name = 'test') =>
  JSON.stringify({
    version: 4,
    flows: {
      default: {
        sources: { web: { examples: { [name]: test } } },
        destinations: { kafka: { config: { mapping: { order: { complete: {} } } }, examples: { [name]: test } } },
      },
    },
  })

it('takes values out of events by their type, and the records of tests follow', () => {
  const event = { name: 'order complete', user: { id: 'u-1', age: 40 }, nested: [{ data: { mail: 'a@b.example' } }] }
  const out = [['producer.send', { messages: [{ key: 'u-1', value: '{"mail":"a@b.example","age":40,"n":1}' }] }]]
  const shared = { text: flowWith({ title: 'of a@b.example', in: event, out }), samples: [] }
  const { text } = redactShared(shared, new Set(['user.id', 'user.age', 'nested.*.data.mail']))
  const { flows } = JSON.parse(text)
  const test = {
    title: 'of redacted',
    in: { name: 'order complete', user: { id: 'redacted', age: 0 }, nested: [{ data: { mail: 'redacted' } }] },
    out: [['producer.send', { messages: [{ key: 'redacted', value: '{"mail":"redacted","age":0,"n":1}' }] }]],
  }
  expect(flows.default.destinations.kafka.examples.test).toEqual(test)
  expect(flows.default.sources.web.examples.test).toEqual(test)
  expect(flows.default.destinations.kafka.config).toEqual({ mapping: { order: { complete: {} } } })
})

it('leaves no value that was redacted anywhere in what is shared', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zäß@."\\\\/ ]{6,20}$/), fc.string(), (secret, noise) => {
      const event = { name: 'order complete', user: { email: secret }, data: { note: `${noise}${secret}` } }
      const out = [
        ['producer.send', { messages: [{ key: secret, value: JSON.stringify({ deep: [{ of: secret }] }) }] }],
      ]
      const flow = flowWith({ title: `Of ${secret}`, in: event, out }, `by ${secret}`)
      const text = flow.replace('{"version"', `// ${JSON.stringify(secret)}\n{"version"`)
      const samples = [{ title: `${secret} ${noise}`, text: JSON.stringify(event) }]
      const shared = JSON.stringify(redactShared({ text, samples }, new Set(['user.email'])))
      for (const written of [secret, JSON.stringify(secret).slice(1, -1)]) expect(shared).not.toContain(written)
    }),
  )
})
