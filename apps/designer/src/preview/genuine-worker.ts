// Runs the published walkerOS packages on the event on screen, the whole way of its flow, with a recorder for kafkajs.
import { provenVersion } from '@mapping-designer/mapping-engine'
import { checkGenuine } from '@mapping-designer/mapping-engine/genuine'
import { type GenuineTask, recordsOf } from './genuine-checks.ts'

addEventListener('message', async ({ data }: MessageEvent<GenuineTask>) => {
  const { outcome } = data
  postMessage(
    await checkGenuine({ ...data, outcome: outcome.kind, records: recordsOf(outcome), version: provenVersion }),
  )
})
