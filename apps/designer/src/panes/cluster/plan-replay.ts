import type { Outcome } from '@mapping-designer/shared-types'
import { isInWorker } from '../../preview/derive.ts'
import type { PreviewPlan } from '../../preview/preview-plan.ts'

/** What a replay would write, by topic, and what it would not. */
export interface ReplayPlan {
  events: number
  topics: ReadonlyMap<string, number>
  /** Events that make no record by design: ignored, without consent, dropped. */
  skipped: number
  /** Events that fail, by reason. */
  failed: ReadonlyMap<string, number>
  /** Of all events, to find out whether the same ones were replayed before. */
  mark: string
}

/** Runs all events against the rules without sending anything. What has functions or steps before is only counted: the bridge runs it. */
export async function planReplay(
  plan: PreviewPlan,
  events: AsyncIterable<unknown> | Iterable<unknown>,
  signal: AbortSignal,
): Promise<ReplayPlan> {
  const topics = new Map<string, number>()
  const failed = new Map<string, number>()
  let skipped = 0
  let count = 0
  let mark = 0x811c9dc5
  for await (const event of events) {
    signal.throwIfAborted()
    count++
    mark = hash(mark, JSON.stringify(event))
    // The page goes on meanwhile.
    if (count % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 0))
    if (isInWorker(plan)) continue
    const outcome = plan.run(event)
    if (outcome.kind === 'message') raise(topics, outcome.record.topic)
    else if (outcome.kind === 'failed' || outcome.kind === 'undeliverable') raise(failed, reasonOf(outcome))
    else skipped++
  }
  return { events: count, topics, skipped, failed, mark: `${count} ${mark}` }
}

function raise(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function reasonOf(outcome: Outcome): string {
  return 'detail' in outcome && typeof outcome.detail === 'string' ? outcome.detail : outcome.kind
}

/** FNV-1a over UTF-16 units: it tells files apart and protects nothing. */
function hash(before: number, text: string): number {
  let value = before
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  return value
}
