import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface JavaRuntime {
  kind: 'java'
  /** Names the build of the virtual machine, as a part of a file name can. */
  build: string
}

/** With what a broker can be run on this machine. */
export type KafkaRuntime = JavaRuntime | { kind: 'docker' } | { kind: 'none'; advice: string }

/** Java 17 or newer with Maven (or with the jars already fetched), else a running Docker engine, else advice. */
export async function findRuntime(hasJars: boolean): Promise<KafkaRuntime> {
  const java = await javaVersion()
  if (java !== undefined && java.major >= 17 && (hasJars || (await answers('mvn', ['-v']))))
    return { kind: 'java', build: java.build }
  if (await answers('docker', ['info'])) return { kind: 'docker' }
  return { kind: 'none', advice: advise(java?.major, hasJars) }
}

function advise(java: number | undefined, hasJars: boolean): string {
  if (java === undefined)
    return 'No local Kafka: install Java 17 or newer and Maven, or start Docker, then start again.'
  if (java < 17) return `No local Kafka: it needs Java 17 or newer, and Java ${java} was found.`
  return hasJars
    ? 'No local Kafka could be started.'
    : 'No local Kafka: install Maven, or start Docker, then start again.'
}

async function javaVersion(): Promise<{ major: number; build: string } | undefined> {
  try {
    const { stdout, stderr } = await run('java', ['-version'], { timeout: 20_000 })
    const words = `${stdout}${stderr}`
    const [, major] = /version "(?:1\.)?(\d+)/.exec(words) ?? []
    const [, build = 'unknown'] = /Server VM .*build ([\w.+-]+)/.exec(words) ?? []
    return major === undefined ? undefined : { major: Number(major), build }
  } catch {
    return undefined
  }
}

async function answers(command: string, args: string[]): Promise<boolean> {
  try {
    await run(command, args, { timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
