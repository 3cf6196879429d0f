import { startLocalKafka } from '@mapping-designer/local-kafka'
import { buildDesigner } from '../scripts/build-designer.ts'
import { browserPath } from '../scripts/find-browser.ts'
import ownTemporaryFolder from '../scripts/own-temporary-folder.ts'

/** One real Kafka and one build for all specs; each worker starts bridges of its own. Previews alone need no Kafka. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  browserPath()
  const removeTemporaryFolder = ownTemporaryFolder()
  if (process.env['E2E_WITHOUT_KAFKA']) {
    await buildDesigner(console.log)
    return async () => removeTemporaryFolder()
  }
  const [kafka] = await Promise.all([startLocalKafka(), buildDesigner(console.log)])
  process.env['E2E_BROKERS'] = kafka.brokers.plaintext
  return async () => {
    await kafka.stop()
    removeTemporaryFolder()
  }
}
