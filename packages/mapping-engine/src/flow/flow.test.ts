import { describe, expect, it } from 'vitest'
import { aFlow } from '../testing/builders.ts'
import { setInFlow } from './edit-flow.ts'
import { readFlow } from './read-flow.ts'

const topic = ['flows', 'default', 'destinations', 'kafka', 'config', 'settings', 'kafka', 'topic']

describe('editing', () => {
  it('changes one line of a commented file with Windows line ends and tabs', () => {
    const text = JSON.stringify(aFlow(), null, '\t').replaceAll('\n', '\r\n').replace('{', '{ // ours')
    const edited = setInFlow(text, topic, 'orders')
    const changed = edited.split('\r\n').filter((line, index) => line !== text.split('\r\n')[index])
    expect(changed).toEqual(['\t\t\t\t\t\t\t\t"topic": "orders"'])
  })

  it('removes a value that is undefined', () => {
    const config = JSON.parse(setInFlow(JSON.stringify(aFlow()), topic, undefined))
    expect(config.flows.default.destinations.kafka.config.settings.kafka).toEqual({ brokers: ['localhost:9092'] })
  })
})

describe('reading', () => {
  it('finds every Kafka destination of every flow', () => {
    const reading = readFlow(JSON.stringify(aFlow()))
    expect(reading.isReadable && reading.destinations.map(({ flowName, name }) => [flowName, name])).toEqual([
      ['default', 'kafka'],
    ])
  })

  it.each([
    {
      text: '{"version": 3, "flows": {}}',
      code: 'flow-version',
      message: 'This is a flow file of version 3; only version 4 can be opened.',
    },
    {
      text: '{"a": 1}',
      code: 'flow-version',
      message: 'This is not a flow file with a version; only version 4 can be opened.',
    },
    { text: '{"version": 4\n "flows": {}}', code: 'flow-syntax', message: 'Line 2, column 2: a comma is missing.' },
    { text: '{"version": 4, "flows": []}', code: 'flow-shape', message: '`flows` must be an object.' },
    { text: '7', code: 'flow-shape', message: 'The document must be an object.' },
  ])('says what is wrong with $text', ({ text, code, message }) => {
    const reading = readFlow(text)
    expect(!reading.isReadable && reading.error).toMatchObject({ code, message })
  })
})
