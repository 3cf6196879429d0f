import { planDestination, readFlow } from '@mapping-designer/mapping-engine'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { gzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { type ComparedFile, type ComparedFlow, compareFile } from './compare-file.ts'

const flowWith = (map: JsonObject, topic: string): ComparedFlow => {
  const reading = readFlow(
    JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: { data: { map } } } } }, { topic }))),
  )
  const [destination] = reading.isReadable ? reading.destinations : []
  if (destination === undefined) throw new Error('The flow has no destination.')
  return { destination, runsCode: planDestination(destination, { now: 0 }).plan.needsCode }
}
const before = flowWith({ id: 'data.id', total: 'data.total' }, 'orders')
const after = flowWith({ id: 'data.id', total: { fn: '$code:(event) => String(event.data.total)' } }, 'orders')

async function compared(content: BlobPart, name: string, flows = { before, after }): Promise<ComparedFile[]> {
  const answers = []
  for await (const answer of compareFile({ ...flows, now: 5, file: new File([content], name) })) answers.push(answer)
  return answers
}

const order = (index: number) => JSON.stringify(anEvent({ data: { id: `O-${index}`, total: index } }))
const lines = Array.from({ length: 4_500 }, (_, index) => order(index))

it('compares JSON Lines in portions, with functions, the events of its examples, and what cannot be read', async () => {
  const text = lines.with(2, '{"name":"order complete" "data":{}}').with(4_001, '').join('\n')
  const answers = await compared(text, 'orders.ndjson')
  const last = answers.at(-1)
  expect(last).toMatchObject({ isDone: true, read: 1, comparison: { events: 4_498, changed: 4_498, isBreaking: true } })
  expect(last?.comparison.groups).toMatchObject([
    { kind: 'field', what: 'type', path: 'total', events: 4_498, examples: [{ index: 0 }, { index: 1 }, { index: 3 }] },
  ])
  expect(answers.flatMap(({ examples }) => examples)).toEqual([0, 1, 3].map((index) => [index, lines[index]]))
  expect(last?.faults).toEqual(['Line 3, column 26: a comma is missing.'])
})

it('reads what other files hold as the command line does', async () => {
  const list = `[${lines.slice(0, 3).join(',')}, 7]`
  const ofList = (await compared(list, 'orders.json')).at(-1)
  expect(ofList).toMatchObject({ comparison: { events: 4, changed: 3 }, faults: [], isDone: true })
  const answers = await compared(gzipSync(new TextEncoder().encode(lines.slice(0, 3).join('\r\n'))), 'orders.jsonl.gz')
  expect(answers.at(-1)).toMatchObject({ comparison: { events: 3, changed: 3 }, faults: [] })
})

const latin1 = Uint8Array.from([...`${order(1)}\n{"name":"é"}`].map((char) => char.charCodeAt(0)))
const zipped = gzipSync(new TextEncoder().encode(lines.join('\n')))

it.each<{ what: string; content: BlobPart; name: string; fault: string }>([
  {
    what: 'no text',
    content: 'PK\u0003\u0004',
    name: 'a.ndjson',

    fault: 'This is a zip file; unpack it first.',
  },
  {
    what: 'Latin-1',
    content: latin1,
    name: 'a.ndjson',

    fault: 'Line 2 is not UTF-8 text; save the file as UTF-8.',
  },
  {
    what: 'UTF-16',
    content: Uint8Array.of(0xff, 0xfe, 0x7b, 0),
    name: 'a.ndjson',

    fault: 'This is UTF-16 text; save it as UTF-8.',
  },
  {
    what: 'a cut archive',
    content: zipped.slice(0, -20),
    name: 'a.jsonl.gz',

    fault: 'The file was packed by gzip and cannot be unpacked; it may be cut off.',
  },
  { what: 'no events', content: 'a,b\n1,2', name: 'a.json', fault: 'Line 1, column 1' },
])('says why $what is not compared', async ({ content, name, fault }) => {
  const answers = await compared(content, name)
  expect(answers.at(-1)).toMatchObject({ isDone: true, faults: [expect.stringContaining(fault)] })
})
