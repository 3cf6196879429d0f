// Runs the published walkerOS collector and Kafka destination on the event on screen, with a recorder for kafkajs.
import { hasCode } from '@mapping-designer/mapping-engine'
import { compareWithPublished, type GenuineQuestion } from '@mapping-designer/mapping-engine/genuine'

addEventListener('message', async ({ data }: MessageEvent<GenuineQuestion>) => {
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => data.now
  const code = hasCode(data.config) ? await openSandbox(data) : undefined
  postMessage(await compareWithPublished({ ...data, code }))
  code?.dispose()
})

/** Loaded only for flows with functions, which run in it and nowhere else. */
async function openSandbox({ now, collector }: GenuineQuestion) {
  const { createCodeRunner, loadSandbox } = await import('@mapping-designer/mapping-engine/code')
  return createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...collector } })
}
