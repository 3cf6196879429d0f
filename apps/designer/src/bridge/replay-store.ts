import type { ReplayFailure, ReplayRequest, ReplayState } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KeptTexts } from '../document/browser-storage.ts'
import type { BridgeClient } from './bridge-client.ts'
import { sentenceOf } from './bridge-store.ts'
import { eventsOfFile, type FileNotes, runReplay } from './run-replay.ts'

/** What is replayed: all samples, a file with an event on each line, or the events that failed before. */
export type ReplaySource =
  | { kind: 'samples' }
  | { kind: 'file'; file: File }
  | { kind: 'events'; title: string; events: readonly unknown[] }

/** The replay of this page. It goes on while other screens are shown, and its result stays until the next one. */
export interface ReplayRun {
  source: ReplaySource
  /** Null before the start. */
  state: ReplayState | null
  /** What stands in the way for the moment, or why it ended. */
  note: string | null
  isRunning: boolean
  failures: readonly ReplayFailure[]
  actions: {
    choose(source: ReplaySource): void
    /** Starts, or goes on where the same replay was paused. */
    start(request: Omit<ReplayRequest, 'id'>, events: Events): Promise<void>
    pause(): void
    cancel(): Promise<void>
  }
}

type Events = AsyncIterable<unknown> | readonly unknown[]

export type ReplayStore = StoreApi<ReplayRun>

export function createReplayStore(client: BridgeClient, newId: () => string): ReplayStore {
  // A run that was stopped goes on under its id, as long as it is of the same events and rules.
  let last: { id: string; of: string } | null = null
  let stop = new AbortController()
  return createStore<ReplayRun>()((set, get) => ({
    source: { kind: 'samples' },
    state: null,
    note: null,
    isRunning: false,
    failures: [],
    actions: {
      choose: (source) => set({ source, state: null, note: null, failures: [] }),
      async start(request, events) {
        const { source, state } = get()
        const of = JSON.stringify([request, source.kind, source.kind === 'file' && fileMark(source.file)])
        const isAgain = last?.of === of && state?.status !== 'done' && state?.status !== 'cancelled'
        if (!isAgain || last === null) last = { id: newId(), of }
        stop = new AbortController()
        set({ isRunning: true, note: null, failures: [] })
        try {
          const ended = await runReplay(client, { ...request, id: last.id }, events, stop.signal, (next, note) =>
            set({ state: next, note }),
          )
          if (ended.failed > 0) set({ failures: readFailures(await client.replayFailures(ended.id)) })
        } catch (error) {
          set({ note: sentenceOf(error) })
        } finally {
          set({ isRunning: false })
        }
      },
      pause: () => stop.abort(),
      async cancel() {
        stop.abort()
        const { state } = get()
        if (state !== null) set({ state: await client.cancelReplay(state.id).catch(() => state) })
      },
    },
  }))
}

function fileMark({ name, size, lastModified }: File): string {
  return `${name} ${size} ${lastModified}`
}

function readFailures(text: string): ReplayFailure[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): ReplayFailure => JSON.parse(line))
}

/** The events of a source; `samples` are those of the document. Lines of a file that hold no event are left out. */
export function eventsOf(source: ReplaySource, samples: readonly unknown[], notes?: FileNotes): Events {
  switch (source.kind) {
    case 'samples':
      return samples
    case 'file':
      return eventsOfFile(source.file, notes)
    case 'events':
      return source.events
  }
}

/** The events at some positions, counted from 0. */
export async function pickEvents(events: Events, positions: ReadonlySet<number>): Promise<unknown[]> {
  const picked: unknown[] = []
  let at = 0
  for await (const event of events) if (positions.has(at++)) picked.push(event)
  return picked
}

const maxRemembered = 50

/** When events of the same content were replayed to a target before, as it is kept in this browser. */
export function createReplayMemory(storage: Pick<KeptTexts, 'getItem' | 'setItem'>) {
  const key = 'kafka-mapping-designer.replayed'
  const all = (): Record<string, number> => JSON.parse(storage.getItem(key) ?? '{}')
  return {
    /** ms since 1970; null where there was none. */
    lastOf: (mark: string): number | null => all()[mark] ?? null,
    remember(mark: string, at: number) {
      const { [mark]: _old, ...others } = all()
      const kept = Object.entries(others).slice(1 - maxRemembered)
      storage.setItem(key, JSON.stringify(Object.fromEntries([...kept, [mark, at]])))
    },
  }
}
