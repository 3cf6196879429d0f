import { EventSourceParserStream } from 'eventsource-parser/stream'

/** One server-sent event. */
export interface StreamEvent {
  name: string
  data: unknown
}

/** The events of a `text/event-stream` body with JSON as their data, in order, until it ends. */
export async function* readEventStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield { name: value.event ?? 'message', data: JSON.parse(value.data) }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
