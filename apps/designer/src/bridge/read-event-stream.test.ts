import { expect, it } from 'vitest'
import { readEventStream } from './read-event-stream.ts'

it('puts together what comes in pieces, and leaves out what says only that the stream is alive', async () => {
  const text =
    'event: records\ndata: {"a":\ndata: 1}\n\nevent: alive\ndata: \n\nevent: state\r\ndata: "ü😀"\r\n\r\nevent: cut'
  const bytes = new TextEncoder().encode(text)
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
