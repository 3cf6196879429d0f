import { findLosses } from '@mapping-designer/mapping-engine'
import { type ReplayRequest, type ReplayState, tryJson } from '@mapping-designer/shared-types'
import type { BridgeClient } from './bridge-client.ts'
import { BridgeAway, BridgeRefusal } from './call-bridge.ts'

const chunkEvents = 2_000
// Characters, which take three bytes at most; the bridge takes 4 MiB at once.
const chunkSize = 2 ** 20
const pauseBeforeRetry = 2_000

/** Told of each state; `note` is what stands in the way for the moment. */
export type OnState = (state: ReplayState, note: string | null) => void

/**
 * Sends events to the bridge chunk by chunk until there are none or the signal ends it. A bridge that is gone is asked
 * again under the same id: it says where it came to, so that nothing is lost and nothing produced twice.
 */
export async function runReplay(
  client: Pick<BridgeClient, 'openReplay' | 'sendChunk'>,
  request: ReplayRequest,
  events: AsyncIterable<unknown> | Iterable<unknown>,
  signal: AbortSignal,
  onState: OnState,
): Promise<ReplayState> {
  let state = await client.openReplay(request)
  onState(state, null)
  const sendSafely = async (from: number, some: readonly unknown[], isLast: boolean) => {
    while (!signal.aborted) {
      try {
        state = await client.sendChunk(request.id, { from, events: some as never, isLast })
        onState(state, null)
        return
      } catch (error) {
        const isGone = error instanceof BridgeAway
        const isLost =
          error instanceof BridgeRefusal && ['replay-missing', 'replay-interrupted'].includes(error.error.code)
        if (!isGone && !isLost) throw error
        onState(state, `${error.message} Trying again.`)
        await new Promise((resolve) => setTimeout(resolve, pauseBeforeRetry))
        if (!signal.aborted) await client.openReplay(request).catch(() => {})
      }
    }
  }
  let from = 0
  let chunk: unknown[] = []
  let size = 0
  for await (const event of events) {
    if (signal.aborted) return state
    chunk.push(event)
    size += JSON.stringify(event).length
    if (chunk.length < chunkEvents && size < chunkSize) continue
    // What the log has already is not sent again.
    if (from + chunk.length > state.accepted) await sendSafely(from, chunk, false)
    from += chunk.length
    chunk = []
    size = 0
  }
  await sendSafely(from, chunk, true)
  return state
}

/** What is noticed while a file of events is read. */
export interface FileNotes {
  /** Gets a sentence for each number and key that reading them as JSON loses. */
  onLoss(sentence: string): void
  /** Gets the number of each line that holds no event: it is not JSON, or a list. */
  onLeftOut(line: number): void
}

/** Events of a file with one on each line, read as they are needed. Throws where the file is not UTF-8. */
export async function* eventsOfFile(file: File, notes?: FileNotes): AsyncGenerator<unknown> {
  let line = 0
  for await (const text of linesOf(file)) {
    line++
    if (text.trim() === '') continue
    const event = tryJson(text)
    if (event === undefined || Array.isArray(event)) {
      notes?.onLeftOut(line)
      continue
    }
    for (const { column, message } of notes ? findLosses(text) : []) {
      notes?.onLoss(message.replace(/^Line \d+, column \d+/, `Line ${line}, column ${column}`))
    }
    yield event
  }
}

async function* linesOf(file: File): AsyncGenerator<string> {
  const reader = file
    .stream()
    .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    .getReader()
  let rest = ''
  let count = 0
  while (true) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(`The file is not UTF-8 behind line ${count}.`)
    })
    const lines = (rest + (value ?? '')).split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    count += lines.length
    yield* lines
    if (done) return
  }
}
