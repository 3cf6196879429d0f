// Runs the published walkerOS collector and Kafka destination on the event on screen, with a recorder for kafkajs.
import { compareWithPublished, type GenuineQuestion } from '@mapping-designer/mapping-engine/genuine'

addEventListener('message', async ({ data }: MessageEvent<GenuineQuestion>) => {
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => data.now
  postMessage(await compareWithPublished(data))
})
