import type { TestProject } from 'vitest/node'
import { type LocalKafka, startLocalKafka } from '../start-local-kafka.ts'
import { archiveClasses } from './archive-classes.ts'

declare module 'vitest' {
  interface ProvidedContext {
    kafka: Pick<LocalKafka, 'brokers' | 'caFile'>
  }
}

/** One real broker with every listener for all tests that need Kafka. */
export default async function oneKafkaForAll(project: TestProject): Promise<() => Promise<void>> {
  await archiveClasses()
  const { brokers, caFile, stop } = await startLocalKafka({ isSecured: true })
  project.provide('kafka', { brokers, ...(caFile !== undefined && { caFile }) })
  return stop
}
