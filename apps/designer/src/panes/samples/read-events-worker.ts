// Reads pasted or chosen events apart from the page, so that thousands of them do not stop it.
import { adaptSamples, readSamples } from '@mapping-designer/mapping-engine'
import { readFileText } from '../../document/read-file.ts'
import { titleOf } from './add-samples.ts'
import type { EventSource, ReadAnswer } from './read-events.ts'

const batchSize = 250

addEventListener(
  'message',
  async ({ data: { sources, limit } }: MessageEvent<{ sources: EventSource[]; limit: number }>) => {
    const answer = (message: ReadAnswer) => postMessage(message)
    let taken = 0
    let dropped = 0
    for (const [index, { name, content }] of sources.entries()) {
      answer({ kind: 'reading', name, index, count: sources.length })
      const source = typeof content === 'string' ? { text: content } : await readFileText(content)
      if ('fault' in source) {
        const errors = [{ line: 1, column: 1, message: source.fault, source: name }]
        answer({ kind: 'errors', errors, notes: [] })
        continue
      }
      const read = await readSamples(source.text)
      const { events, errors, notes } = adaptSamples(read)
      const kept = events.slice(0, limit - taken)
      dropped += events.length - kept.length
      for (let from = 0; from < kept.length; from += batchSize) {
        const samples = kept.slice(from, from + batchSize).map(({ event, text }, at) => ({
          title: titleOf(event, from + at),
          text,
        }))
        answer({ kind: 'events', samples, done: from + samples.length, total: kept.length })
      }
      taken += kept.length
      answer({ kind: 'errors', errors: errors.map((error) => ({ ...error, source: name })), notes })
    }
    answer({ kind: 'done', dropped })
  },
)
