import type { SampleError } from '@mapping-designer/mapping-engine'
import { byteLimit } from '../../document/read-file.ts'
import { plural } from '../../ui/format.ts'

export interface EventSource {
  /** Name of the file, or null for a paste. */
  name: string | null
  content: string | File
}

export type SourceError = SampleError & { source: string | null }

export type ReadAnswer =
  | { kind: 'reading'; name: string | null; index: number; count: number }
  | { kind: 'events'; samples: { title: string; text: string }[]; done: number; total: number }
  | { kind: 'errors'; errors: SourceError[]; notes: string[] }
  | { kind: 'done'; dropped: number }

export interface ReadProgress {
  what: string
  /** Events so far, and all of them; null while they are still being counted. */
  events: { done: number; total: number } | null
}

export interface ReadEvents {
  samples: { title: string; text: string }[]
  errors: SourceError[]
  /** What was read in another way than it is written. */
  notes: string[]
  /** Events beyond the limit. */
  dropped: number
}

export const eventLimit = 10_000

/** Texts longer than this are read apart from the page. */
export const largeText = 300_000

/** Why the sources are too much to read, as a sentence; null where they are not. */
export function tooLarge(sources: readonly EventSource[]): string | null {
  const bytes = sources.reduce(
    (sum, { content }) => sum + (typeof content === 'string' ? content.length : content.size),
    0,
  )
  if (bytes <= byteLimit) return null
  const size = `${Math.ceil(bytes / 1024 / 1024)} MB`
  return `That is ${size} of events; up to 50 MB are read at once. Take a part of the file, such as its first ${eventLimit.toLocaleString('en-US')} lines.`
}

/** Reads events in a worker; ending it by the signal leaves everything as it was. */
export function readEvents(
  startWorker: () => Worker,
  sources: readonly EventSource[],
  onProgress: (progress: ReadProgress) => void,
  signal: AbortSignal,
): Promise<ReadEvents | null> {
  const worker = startWorker()
  const read: ReadEvents = { samples: [], errors: [], notes: [], dropped: 0 }
  return new Promise<ReadEvents | null>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(null))
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    worker.addEventListener('message', ({ data }: MessageEvent<ReadAnswer>) => {
      switch (data.kind) {
        case 'reading':
          onProgress({ what: data.name === null ? 'Reading the events' : `Reading ${data.name}`, events: null })
          break
        case 'events':
          read.samples.push(...data.samples)
          onProgress({ what: 'Taking over events', events: { done: data.done, total: data.total } })
          break
        case 'errors':
          read.errors.push(...data.errors)
          read.notes.push(...data.notes)
          break
        case 'done':
          read.dropped = data.dropped
          resolve(read)
      }
    })
    worker.postMessage({ sources, limit: eventLimit })
  }).finally(() => worker.terminate())
}

/** What an import came to, in a sentence. */
export function readInWords({ samples, errors, notes, dropped }: ReadEvents): string {
  const parts = [`${plural(samples.length, 'event')} added`]
  if (dropped > 0) {
    const [left, limit] = [dropped, eventLimit].map((count) => count.toLocaleString('en-US'))
    parts.push(`${left} more left out, because ${limit} is the limit`)
  }
  if (errors.length > 0) parts.push(`${plural(errors.length, 'line')} could not be read`)
  return [`${parts.join(', ')}.`, ...notes].join(' ')
}
