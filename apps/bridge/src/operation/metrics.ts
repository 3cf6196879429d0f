import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { watchTurns } from './watch-turns.ts'

/** What the bridge counts, in the text format of Prometheus. No label holds a topic, key or value. */
export interface Metrics {
  request(method: string, route: string, status: number, seconds: number): void
  record(profile: string, status: string, seconds?: number): void
  replay(profile: string, change: { done: number; failed: number }): void
  live(events: number): void
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'bridge_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const records = new Counter({
    name: 'bridge_records_total',
    help: 'Records by what became of them',
    labelNames: ['profile', 'status'],
    registers,
  })
  const produce = new Histogram({
    name: 'bridge_produce_duration_seconds',
    help: 'Time from send to the end of the comparison',
    labelNames: ['profile'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10],
    registers,
  })
  const live = new Counter({ name: 'bridge_live_events_total', help: 'Events taken by /collect', registers })
  watchProcess(registers)
  return {
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    record(profile, status, seconds) {
      records.inc({ profile, status })
      if (seconds !== undefined) produce.observe({ profile }, seconds)
    },
    replay(profile, { done, failed }) {
      records.inc({ profile, status: 'replayed' }, done)
      records.inc({ profile, status: 'replay-failed' }, failed)
    },
    live: (events) => live.inc(events),
    text: () => registry.metrics(),
  }
}

/** Memory and turns of this process, measured when somebody asks. */
function watchProcess(registers: Registry[]): void {
  new Gauge({
    name: 'bridge_resident_memory_bytes',
    help: 'Resident memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  const turns = watchTurns()
  new Gauge({
    name: 'bridge_longest_turn_seconds',
    help: 'Longest work of the main thread, in time of a processor, between two turns of its event loop since the last look',
    registers,
    collect() {
      this.set(turns.longest() / 1_000)
    },
  })
  new Gauge({
    name: 'bridge_heap_used_bytes',
    help: 'Memory of JavaScript objects, those that nobody needs any more among them',
    registers,
    collect() {
      this.set(process.memoryUsage().heapUsed)
    },
  })
}
