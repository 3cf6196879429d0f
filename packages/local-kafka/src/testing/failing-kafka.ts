import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalKafka, type LocalKafkaOptions, startLocalKafka } from '../start-local-kafka.ts'

/** A broker of one test file that can be killed and started again with the same address and data. */
export interface FailingKafka extends Pick<LocalKafka, 'brokers' | 'ports' | 'clusterId'> {
  caFile: string | undefined
  kill(): Promise<void>
  /** After `kill`: starts it again and waits until it answers. */
  restart(): Promise<void>
  freeze(): void
  thaw(): void
  end(): Promise<void>
}

export async function startFailingKafka(
  options: Omit<LocalKafkaOptions, 'dataFolder' | 'ports'> = {},
): Promise<FailingKafka> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'failing-kafka-'))
  let kafka = await startLocalKafka({ ...options, dataFolder })
  const { brokers, caFile, ports, clusterId } = kafka
  return {
    brokers,
    ports,
    ...(clusterId !== undefined && { clusterId }),
    caFile,
    kill: () => kafka.kill(),
    async restart() {
      kafka = await startLocalKafka({ ...options, dataFolder, ports })
    },
    freeze: () => kafka.freeze(),
    thaw: () => kafka.thaw(),
    async end() {
      await kafka.stop()
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
