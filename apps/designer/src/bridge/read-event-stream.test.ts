import { expect, it } from 'vitest'
import { readEventStream } from './read-event-stream.ts'

it.each([
  { fact: 'a line feed', end: '\n' },
  { fact: 'a carriage return and a line feed', end: '\r\n' },
  { fact: 'a carriage return', end: '\r' },
])('puts together what comes in pieces, where lines end with $fact', async ({ end }) => {
  const lines = [
    'event: records',
    'data: {"a":',
    'data: 1}',
    '',
    ': a comment',
    'event: state',
    'data:"ü😀"',
    '',
    'event: cut',
    '',
  ]
  const bytes = new TextEncoder().encode(lines.join(end))
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  const events = []
  for await (const event of readEventStream(pieces)) events.push(event)
  expect(events).toEqual([
    { name: 'records', data: { a: 1 } },
    { name: 'state', data: 'ü😀' },
  ])
})
