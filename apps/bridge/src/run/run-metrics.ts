import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Written } from './run-options.ts'

/** What a worker counts, in the text format of Prometheus. No label holds a topic, key or value. */
export interface RunMetrics {
  written(change: Readonly<Written>): void
  text(): Promise<string>
}

export function createRunMetrics(): RunMetrics {
  const registry = new Registry()
  const registers = [registry]
  const events = new Counter({
    name: 'run_events_total',
    help: 'Events by what became of them; their increase is the rate',
    labelNames: ['outcome'],
    registers,
  })
  const deadLetters = new Counter({
    name: 'run_dead_letters_total',
    help: 'Events in the dead-letter topic by cause',
    labelNames: ['cause'],
    registers,
  })
  const transactions = new Counter({
    name: 'run_transactions_total',
    help: 'Transactions in the log, once for each partition in them',
    registers,
  })
  const lag = new Gauge({
    name: 'run_partition_lag',
    help: 'Events in the log behind the last transaction, when they were last fetched',
    labelNames: ['partition'],
    registers,
  })
  const latency = new Histogram({
    name: 'run_latency_seconds',
    help: 'Time from the oldest event of a transaction to its commit',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 60, 3_600],
    registers,
  })
  return {
    written(change) {
      events.inc({ outcome: 'produced' }, change.produced)
      events.inc({ outcome: 'skipped' }, change.skipped)
      events.inc({ outcome: 'dead-letter' }, change.deadLettered)
      for (const [cause, count] of Object.entries(change.deadLetters)) deadLetters.inc({ cause }, count)
      transactions.inc()
      lag.set({ partition: change.partition }, change.lag)
      latency.observe(change.age / 1_000)
    },
    text: () => registry.metrics(),
  }
}
