import { expect, it } from 'vitest'
import { eventsOfFile } from './run-replay.ts'

async function read(content: string | Uint8Array<ArrayBuffer>) {
  const losses: string[] = []
  const events: unknown[] = []
  try {
    for await (const event of eventsOfFile(new File([content], 'f'), (loss) => losses.push(loss))) events.push(event)
    return { events, losses }
  } catch (error) {
    return { events, losses, error: String(error) }
  }
}

it.each([
  { what: 'a byte order mark and blank lines', content: '\uFEFF{"name":"a b"}\r\n\n', events: [{ name: 'a b' }] },
  {
    what: 'a broken line',
    content: '{"name":"a b"}\n\n{"name":',
    events: [{ name: 'a b' }],
    error: 'Error: Line 3 is not JSON: the file needs one event on each line.',
  },
  {
    what: 'a list',
    content: '[{"name":"a b"}]',
    events: [],
    error: 'Error: Line 1 is a list: the file needs one event on each line.',
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
])('a file with $what', async ({ content, events, losses = [], error }) => {
  expect(await read(content)).toEqual({ events, losses, ...(error !== undefined && { error }) })
})
