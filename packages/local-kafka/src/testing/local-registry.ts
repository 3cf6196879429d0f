import { dirname, join } from 'node:path'
import { freePorts } from '../free-port.ts'
import { fetchOnce, jarFolder } from '../kafka-jars.ts'
import { keepProcess } from '../kept-process.ts'

const version = '2.6.13.Final'

/** A real schema registry of tests. */
export interface LocalRegistry {
  /** Base of the API that Confluent's registry has. */
  url: string
  stop(): Promise<void>
}

/** Starts Apicurio Registry, which keeps everything in memory, on loopback; Maven fetches it once (142 MB). */
export async function startLocalRegistry(): Promise<LocalRegistry> {
  const folder = await fetchOnce(join(dirname(jarFolder()), `apicurio-registry-${version}`), pom, 'registry')
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
