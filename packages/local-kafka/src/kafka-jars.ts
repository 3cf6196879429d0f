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

/** A project whose jars Maven copies into the folder `libs`; each dependency is group:artifact:version. */
export function jarsPom(name: string, dependencies: readonly string[]): string {
  const lines = dependencies.map((dependency) => {
    const [group, artifact, version] = dependency.split(':')
    return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-mapping-designer</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
${lines.join('\n')}
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
    <executions><execution><phase>package</phase><goals><goal>copy-dependencies</goal></goals>
      <configuration><includeScope>runtime</includeScope><outputDirectory>\${project.basedir}/libs</outputDirectory></configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
`
}

// kafka_2.13 names no logging backend, and log4j reads a YAML configuration only with Jackson beside it.
const pom = jarsPom('local-kafka', [
  `org.apache.kafka:kafka_2.13:${kafkaVersion}`,
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.3',
  'org.apache.logging.log4j:log4j-core:2.25.3',
  'com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.19.0',
])
