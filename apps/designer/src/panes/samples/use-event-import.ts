import { useEffect, useRef, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import {
  type EventSource,
  type ReadEvents,
  type ReadProgress,
  readEvents,
  readInWords,
  type SourceError,
  tooLarge,
} from './read-events.ts'
import ReadEventsWorker from './read-events-worker.ts?worker'

export interface EventImport {
  progress: ReadProgress | null
  /** What could not be read, each with its file and line. */
  errors: readonly SourceError[]
  refusal: string | null
  start(sources: readonly EventSource[]): Promise<void>
  cancel(): void
}

/** Takes events from large texts and files, with progress, until it is cancelled. */
export function useEventImport(onRead: (read: ReadEvents) => void): EventImport {
  const { view } = useDesigner()
  const [progress, setProgress] = useState<ReadProgress | null>(null)
  const [errors, setErrors] = useState<readonly SourceError[]>([])
  const [refusal, setRefusal] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  return {
    progress,
    errors,
    refusal,
    cancel: () => running.current?.abort(),
    async start(sources) {
      setErrors([])
      setRefusal(tooLarge(sources))
      if (tooLarge(sources) !== null) return
      const controller = new AbortController()
      running.current = controller
      setProgress({ what: 'Reading the events', events: null })
      try {
        const read = await readEvents(() => new ReadEventsWorker(), sources, setProgress, controller.signal)
        if (read === null) {
          view.getState().actions.say('Cancelled: no events were added.')
          return
        }
        setErrors(read.errors)
        if (read.samples.length + read.notes.length > 0) view.getState().actions.say(readInWords(read))
        if (read.samples.length > 0) onRead(read)
      } catch (error) {
        setRefusal(`The events could not be read: ${error instanceof Error ? error.message : String(error)}`)
      } finally {
        setProgress(null)
      }
    },
  }
}
