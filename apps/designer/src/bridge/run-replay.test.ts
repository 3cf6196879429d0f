import { expect, it } from 'vitest'
import { eventsOfFile } from './run-replay.ts'

async function read(content: string | Uint8Array<ArrayBuffer>) {
  const losses: string[] = []
  const leftOut: number[] = []
  const events: unknown[] = []
  const notes = { onLoss: (loss: string) => losses.push(loss), onLeftOut: (line: number) => leftOut.push(line) }
  try {
    for await (const event of eventsOfFile(new File([content], 'f'), notes)) events.push(event)
    return { events, losses, leftOut }
  } catch (error) {
    return { events, losses, leftOut, error: String(error) }
  }
}

it.each([
  { what: 'a byte order mark and blank lines', content: '\uFEFF{"name":"a b"}\r\n\n', events: [{ name: 'a b' }] },
  {
    what: 'lines that hold no event',
    content: '{"name":"a b"}\n\n{"name":\n[{"name":"a b"}]\n{"name":"c d"}',
    events: [{ name: 'a b' }, { name: 'c d' }],
    leftOut: [3, 4],
  },
  {
    what: 'bytes that are not UTF-8',
    content: Uint8Array.from([0x7b, 0x22, 0xfc]),
    events: [],
    error: 'Error: The file is not UTF-8 behind line 0.',
  },
  {
    what: 'a number that JSON rounds',
    content: '{"name":"a b"}\n{"name":"a b","id":73314510714175488}',
    events: [{ name: 'a b' }, { name: 'a b', id: 73314510714175490 }],
    losses: ['Line 2, column 20: `73314510714175488` becomes `73314510714175490`; send such a number as a text.'],
  },
])('a file with $what', async ({ content, events, losses = [], leftOut = [], error }) => {
  expect(await read(content)).toEqual({ events, losses, leftOut, ...(error !== undefined && { error }) })
})
