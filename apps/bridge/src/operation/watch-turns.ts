/** ms between two looks */
const interval = 50

/**
 * Measures how long the thread works without a turn for anything else. It counts the time of a processor and not that of
 * the clock, so that a busy machine changes nothing.
 */
export function watchTurns(): { longest(): number } {
  let longest = 0
  let before = process.threadCpuUsage()
  setInterval(() => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, now.user + now.system - before.user - before.system)
    before = now
  }, interval).unref()
  return {
    /** ms; and starts over */
    longest() {
      const seconds = longest / 1_000
      longest = 0
      return seconds
    },
  }
}
