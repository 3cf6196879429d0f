import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { classArchive } from '../class-archive.ts'
import { fetchJars, hasJars } from '../kafka-jars.ts'
import { findRuntime } from '../kafka-runtime.ts'
import { startLocalKafka } from '../start-local-kafka.ts'

const run = promisify(execFile)

/** Makes the archive of classes once for this machine, which pays where many brokers are started. */
export async function archiveClasses(): Promise<void> {
  const runtime = await findRuntime(hasJars())
  if (runtime.kind !== 'java') return
  const jars = await fetchJars()
  const target = classArchive(jars, runtime)
  if (existsSync(target)) return
  const work = await mkdtemp(join(dirname(target), 'archiving-'))
  try {
    const lists = join(work, 'lists')
    await mkdir(lists)
    const kafka = await startLocalKafka({ isSecured: true, classLists: lists })
    await kafka.stop()
    const texts = await Promise.all((await readdir(lists)).map((name) => readFile(join(lists, name), 'utf8')))
    const lines = new Set(texts.flatMap((text) => text.split('\n')))
    await writeFile(join(work, 'classes'), [...lines].join('\n'))
    const files = [`-XX:SharedClassListFile=${join(work, 'classes')}`, `-XX:SharedArchiveFile=${join(work, 'archive')}`]
    await run('java', ['-Xshare:dump', '-XX:+UseSerialGC', ...files, '-cp', join(jars, '*')], { maxBuffer: 2 ** 26 })
    await rename(join(work, 'archive'), target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
