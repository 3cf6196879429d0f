import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const kafkaVersion = '4.1.1'

/** The folder of the user in which the jars of this Kafka version are kept. */
export function jarFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'kafka-mapping-designer', `kafka-${kafkaVersion}`)
}

export function hasJars(): boolean {
  return existsSync(jarFolder())
}

/** Fetches the jars through Maven once; later calls need no network. Throws with Maven's own words. */
export async function fetchJars(): Promise<string> {
  try {
    return await fetchOnce(jarFolder(), pom, 'libs')
  } catch (error) {
    throw new Error(`Maven could not fetch the jars of Kafka ${kafkaVersion}: ${lastWords(error)}`, { cause: error })
  }
}

/** The folder, filled with what Maven puts into its folder `made` if it is not there yet. */
export async function fetchOnce(target: string, pom: string, made: string): Promise<string> {
  if (existsSync(target)) return target
  await mkdir(dirname(target), { recursive: true })
  const work = await mkdtemp(join(dirname(target), 'fetching-'))
  try {
    await writeFile(join(work, 'pom.xml'), pom)
    await run('mvn', ['-q', '-B', '-f', join(work, 'pom.xml'), 'package'], { timeout: 600_000, maxBuffer: 2 ** 24 })
    // Renaming is atomic, so a folder of that name is always complete, also when two processes fetch.
    await rename(join(work, made), target).catch((error: unknown) => {
      if (!existsSync(target)) throw error
    })
    return target
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function lastWords(error: unknown): string {
  const output = (error as { stdout?: string }).stdout ?? ''
  const found = output.split('\n').find((line) => line.startsWith('[ERROR]'))
  return found?.replace('[ERROR] ', '') ?? (error instanceof Error ? error.message : String(error))
}

// kafka_2.13 names no logging backend, and log4j reads a YAML configuration only with Jackson beside it.
const pom = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-mapping-designer</groupId><artifactId>local-kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.25.3</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.25.3</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.dataformat</groupId><artifactId>jackson-dataformat-yaml</artifactId><version>2.19.0</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
    <executions><execution><phase>package</phase><goals><goal>copy-dependencies</goal></goals>
      <configuration><includeScope>runtime</includeScope><outputDirectory>\${project.basedir}/libs</outputDirectory></configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
`
