/** Runs until Ctrl+C, then stops in order; a second Ctrl+C ends at once. Whatever ends it, the local Kafka ends too. */
export function untilStopped(bridge: { stop(): Promise<void> }): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false
    const stop = () => {
      if (isStopping) process.exit(130)
      isStopping = true
      bridge.stop().then(resolve, reject)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
}
