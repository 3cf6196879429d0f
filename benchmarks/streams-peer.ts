import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fetchOnce, jarFolder, kafkaVersion } from '@mapping-designer/local-kafka'

/** The program and its arguments up to those of StreamsPeer; Maven fetches Kafka Streams once (90 MB). Needs a JDK. */
export async function streamsPeer(): Promise<string[]> {
  const jars = join(await fetchOnce(join(dirname(jarFolder()), `kafka-streams-${kafkaVersion}`), pom, 'libs'), '*')
  const classes = mkdtempSync(join(tmpdir(), 'streams-peer-'))
  execFileSync('javac', ['-cp', jars, '-d', classes, join(import.meta.dirname, 'StreamsPeer.java')])
  return ['java', '-cp', `${classes}:${jars}`, 'StreamsPeer']
}

const pom = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-mapping-designer</groupId><artifactId>kafka-streams</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-streams</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.19.0</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
    <executions><execution><phase>package</phase><goals><goal>copy-dependencies</goal></goals>
      <configuration><includeScope>runtime</includeScope><outputDirectory>\${project.basedir}/libs</outputDirectory></configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
`
