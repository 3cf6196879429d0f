import { expect, it } from 'vitest'
import { DataInUse, endedError, PortTaken } from './ended-error.ts'

const lock = `ERROR Exiting Kafka due to fatal exception
java.lang.RuntimeException: Failed to start
org.apache.kafka.common.KafkaException: Failed to acquire lock on file .lock in /data/log. A Kafka instance in another process or thread is using this directory.
`
const port =
  'org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092: Address already in use.\n'

it.each([
  { output: lock, kind: DataInUse, says: 'Kafka ended while it started: Failed to start' },
  { output: `${lock}${'at java.base\n'.repeat(500)}`, kind: DataInUse, says: 'Failed to start' },
  { output: port, kind: PortTaken, says: 'Socket server failed to bind to 127.0.0.1:9092: Address already in use.' },
  { output: 'INFO x\nERROR The disk is full\nINFO y\n', kind: Error, says: 'ERROR The disk is full' },
  { output: 'no java\n', kind: Error, says: 'no java' },
])('is told by what the broker printed: $says', ({ output, kind, says }) => {
  const error = endedError(output)
  expect(error.constructor).toBe(kind)
  expect(error.message).toContain(says)
})
