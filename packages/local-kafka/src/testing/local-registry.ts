import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freePorts } from '../free-port.ts'
import { jarFolder } from '../kafka-jars.ts'
import { keepProcess } from '../kept-process.ts'

const run = promisify(execFile)
const version = '2.6.13.Final'

/** A real schema registry of tests. */
export interface LocalRegistry {
  /** Base of the API that Confluent's registry has. */
  url: string
  stop(): Promise<void>
}

/** Starts Apicurio Registry, which keeps everything in memory, on loopback. */
export async function startLocalRegistry(): Promise<LocalRegistry> {
  const folder = await fetchRegistry()
  const [port = 0] = await freePorts(1)
  const jar = join(folder, `apicurio-registry-app-${version}-runner.jar`)
  const settings = [`-Dquarkus.http.host=127.0.0.1`, `-Dquarkus.http.port=${port}`, '-Dquarkus.log.level=ERROR']
  const java = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...settings, '-jar', jar]
  const registry = keepProcess('java', java)
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`
  let output: string | undefined
  void registry.ended.then((text) => {
    output = text
  })
  while (!(await answers(`${url}/subjects`))) {
    if (output !== undefined) throw new Error(`The schema registry ended while it started: ${output}`)
  }
  return { url, stop: () => registry.end() }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100))
    return false
  }
}

/** The folder of the registry; Maven fetches it once (142 MB). */
async function fetchRegistry(): Promise<string> {
  const target = join(dirname(jarFolder()), `apicurio-registry-${version}`)
  if (existsSync(target)) return target
  await mkdir(dirname(target), { recursive: true })
  const work = await mkdtemp(join(dirname(target), 'fetching-'))
  try {
    await writeFile(join(work, 'pom.xml'), pom)
    await run('mvn', ['-q', '-B', '-f', join(work, 'pom.xml'), 'package'], { timeout: 600_000, maxBuffer: 2 ** 24 })
    // Renaming is atomic, so a folder of that name is always complete.
    await rename(join(work, 'registry'), target).catch((error: unknown) => {
      if (!existsSync(target)) throw error
    })
    return target
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const pom = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-mapping-designer</groupId><artifactId>local-registry</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
    <executions><execution><phase>package</phase><goals><goal>unpack</goal></goals><configuration>
      <artifactItems><artifactItem>
        <groupId>io.apicurio</groupId><artifactId>apicurio-registry-app</artifactId><version>${version}</version>
        <classifier>all</classifier><type>tar.gz</type>
      </artifactItem></artifactItems>
      <outputDirectory>\${project.basedir}/registry</outputDirectory>
    </configuration></execution></executions>
  </plugin></plugins></build>
</project>
`
