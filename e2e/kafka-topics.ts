import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { jarFolder } from '@mapping-designer/local-kafka'
import kafkajs, { type ITopicConfig } from 'kafkajs'

const run = promisify(execFile)
const program = fileURLToPath(new URL('read-topic/ReadTopic.java', import.meta.url))

/** A record as Kafka's own Java consumer reads it; texts are the decoded UTF-8 bytes. */
export interface ReadRecord {
  partition: number
  offset: number
  timestamp: string
  key: string
  value: string
  headers: [string, string][]
}

/** All records of a topic, read without any code of the bridge. */
export async function readTopic(topic: string): Promise<ReadRecord[]> {
  const brokers = process.env['E2E_BROKERS'] ?? ''
  const { stdout } = await run('java', ['-cp', join(jarFolder(), '*'), program, brokers, topic], { maxBuffer: 2 ** 26 })
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { key, value, headers, ...place } = JSON.parse(line)
      return {
        ...place,
        key: decode(key),
        value: decode(value),
        headers: headers.map((pair: string[]) => pair.map(decode)),
      }
    })
}

/** Creates a topic without any code of the bridge. */
export async function makeTopic(topic: ITopicConfig): Promise<void> {
  const brokers = (process.env['E2E_BROKERS'] ?? '').split(',')
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [topic], waitForLeaders: false })
  await admin.disconnect()
}

function decode(base64: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
}
