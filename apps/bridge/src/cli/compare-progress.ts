/** ms between two lines of progress */
const pause = 500

export type Progress = ReturnType<typeof openProgress>

/** Says on a terminal how far a long piece of work is, and lets Ctrl+C end it after what is begun; a second one ends the process. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = openProgress()
  try {
    return await work(progress)
  } finally {
    progress.close()
  }
}

function openProgress() {
  const began = performance.now()
  const { stderr } = process
  let events = 0
  let said = began
  let isStopped = false
  const stop = () => {
    if (isStopped) process.exit(130)
    isStopped = true
  }
  process.on('SIGINT', stop)
  return {
    add(more: number): void {
      events += more
      const now = performance.now()
      if (!stderr.isTTY || now - said < pause) return
      said = now
      const rate = Math.round(events / ((now - began) / 1_000))
      stderr.write(
        `\r\u001b[K${events.toLocaleString('en')} events, ${rate.toLocaleString('en')} a second; Ctrl+C shows what is known so far`,
      )
    },
    /** The items until it is stopped. */
    async *untilStopped<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
      for await (const item of items) {
        if (isStopped) return
        yield item
      }
    },
    isStopped: () => isStopped,
    close(): void {
      process.off('SIGINT', stop)
      if (stderr.isTTY && said > began) stderr.write('\r\u001b[K')
    },
  }
}
