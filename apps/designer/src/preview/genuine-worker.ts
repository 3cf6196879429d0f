// Runs the published walkerOS packages on the event on screen, the whole way of its flow, with a recorder for kafkajs.
import { meetsChain, needsCode } from '@mapping-designer/mapping-engine'
import { compareFlowWithPublished, compareWithPublished } from '@mapping-designer/mapping-engine/genuine'
import type { GenuineTask } from './genuine-checks.ts'

addEventListener('message', async ({ data }: MessageEvent<GenuineTask>) => {
  const { destination, event, outcome, now } = data
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => now
  const code = needsCode(destination) ? await openSandbox(data) : undefined
  const records = (outcome.copies ?? [outcome]).flatMap((copy) => ('record' in copy ? [copy.record] : []))
  const { effective: config, collector } = destination
  const line = { outcome: outcome.kind, message: records[0] ?? null }
  const check = meetsChain(destination)
    ? await compareFlowWithPublished({ destination, event, outcome: outcome.kind, records, now, code })
    : await compareWithPublished({ config, collector, event, line, now, code })
  postMessage(check)
  code?.dispose()
})

/** Loaded only for flows with functions, which run in it and nowhere else. */
async function openSandbox({ now, destination }: GenuineTask) {
  const { createCodeRunner, loadSandbox } = await import('@mapping-designer/mapping-engine/code')
  const collector = { consent: {}, globals: {}, user: {}, custom: {}, ...destination.collector }
  return createCodeRunner(await loadSandbox(), { now, collector })
}
