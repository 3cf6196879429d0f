import { startLocalKafka } from '@mapping-designer/local-kafka'
import { buildDesigner } from '../scripts/build-designer.ts'

/** One real Kafka and one build for all specs; each worker starts bridges of its own. Previews alone need no Kafka. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env['E2E_WITHOUT_KAFKA']) {
    await buildDesigner(console.log)
    return async () => {}
  }
  const [kafka] = await Promise.all([startLocalKafka(), buildDesigner(console.log)])
  process.env['E2E_BROKERS'] = kafka.brokers.plaintext
  return () => kafka.stop()
}
