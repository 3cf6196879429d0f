import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fetchOnce, jarFolder, jarsPom, kafkaVersion } from '@mapping-designer/local-kafka'

/** The program and its arguments up to those of StreamsPeer; Maven fetches Kafka Streams once (90 MB). Needs a JDK. */
export async function streamsPeer(): Promise<string[]> {
  const jars = join(await fetchOnce(join(dirname(jarFolder()), `kafka-streams-${kafkaVersion}`), pom, 'libs'), '*')
  const classes = mkdtempSync(join(tmpdir(), 'streams-peer-'))
  execFileSync('javac', ['-cp', jars, '-d', classes, join(import.meta.dirname, 'StreamsPeer.java')])
  return ['java', '-cp', `${classes}:${jars}`, 'StreamsPeer']
}

const pom = jarsPom('kafka-streams', [
  `org.apache.kafka:kafka-streams:${kafkaVersion}`,
  'com.fasterxml.jackson.core:jackson-databind:2.19.0',
])
