import type { RunCounts } from '../run/run-options.ts'

/** What `run` says while it works. No line holds a key or a value of an event. */
export interface RunLog {
  trouble(sentence: string): void
  /** Adds what was written, and says the sums now and then. */
  written(change: Readonly<RunCounts>): void
  stopped(): void
}

/** ms */
const reportEvery = 5_000

/** Sentences for people; with `isJson` one JSON object for each, with its time, level and counts. */
export function createRunLog(isJson: boolean, write: (line: string) => void): RunLog {
  const counts: RunCounts = { read: 0, produced: 0, skipped: 0, deadLettered: 0, inexact: 0 }
  let reported = 0
  const say = (level: 'info' | 'warn', message: string, more: object = {}) =>
    write(isJson ? JSON.stringify({ time: new Date().toISOString(), level, message, ...more }) : message)
  return {
    trouble: (sentence) => say('warn', sentence),
    written(change) {
      for (const name of Object.keys(counts) as (keyof RunCounts)[]) counts[name] += change[name]
      if (Date.now() - reported < reportEvery) return
      reported = Date.now()
      say('info', inWords(counts), counts)
    },
    stopped: () => say('info', `Stopped: ${inWords(counts)}`, counts),
  }
}

function inWords({ read, produced, skipped, deadLettered, inexact }: Readonly<RunCounts>): string {
  const counts = `${read} read, ${produced} produced, ${skipped} skipped, ${deadLettered} to the dead-letter topic.`
  if (inexact === 0) return counts
  return `${counts} ${inexact} of the events had a number that JSON rounds or a key twice; --exact refuses these.`
}
