import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Session } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)
const main = fileURLToPath(new URL('main.ts', import.meta.url))
const shop = fileURLToPath(new URL('../../../examples/shop/', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'main-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

interface Started {
  child: ChildProcess
  url: string
  ended: Promise<number | null>
}

/** The command line in a process of its own, as a person starts it. */
async function start(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...args], {
    env: { ...process.env, KAFKA_BROKERS: undefined, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()))
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)))
  })
  return { child, url, ended }
}

async function session({ url }: Started): Promise<Session> {
  const { origin, hash } = new URL(url)
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}` }
  return (await (await fetch(`${origin}/api/session`, { headers })).json()) as Session
}

describe('the designer, started from a command line', () => {
  it('opens the browser of the machine with its link, which no list of processes shows', async () => {
    const told = join(folder, 'opened')
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(folder, name), `#!/bin/sh\nprintf %s "$1" > ${told}\n`, { mode: 0o755 })
    }
    const { child, url, ended } = await start(['--no-kafka'], { PATH: `${folder}${delimiter}${process.env['PATH']}` })
    await expect.poll(() => existsSync(told) && readFileSync(told, 'utf8')).toMatch(/^file:.*\.html$/)
    const argument = readFileSync(told, 'utf8')
    expect(argument).not.toContain(new URL(url).hash.replace('#token=', ''))
    const page = fileURLToPath(argument)
    expect(statSync(page).mode & 0o777).toBe(0o600)
    expect(readFileSync(page, 'utf8')).toContain(`<meta http-equiv="refresh" content="0; url=${url}">`)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(existsSync(page)).toBe(false)
  })

  it('works without a browser that it could open', async () => {
    const started = await start(['--no-kafka'], { PATH: folder })
    expect((await session(started)).version).toMatch(/^\d/)
    started.child.kill('SIGTERM')
    expect(await started.ended).toBe(0)
  })

  it('says why there is no Kafka, and works all the same', async () => {
    const data = join(folder, 'a-file')
    writeFileSync(data, '')
    const withoutJava = await start(['--no-open', '--data', join(folder, 'none')], {
      PATH: folder,
      JAVA_HOME: undefined,
    })
    expect((await session(withoutJava)).notice).toMatch(/Java/)
    const withoutFolder = await start(['--no-open', '--data', data])
    expect((await session(withoutFolder)).notice).toMatch(/^No local Kafka: .*a-file/)
  })

  it('stops at once when it is told so twice, whatever it waits for', async () => {
    const { child, url, ended } = await start(['--no-open', '--no-kafka'])
    const { hostname, port, host, hash } = new URL(url)
    // A request whose body does not come keeps the bridge from stopping at once.
    const socket = connect(Number(port), hostname)
    const headers = [`Host: ${host}`, `Authorization: Bearer ${hash.replace('#token=', '')}`, 'Content-Length: 100']
    socket.write(`POST /api/preview HTTP/1.1\r\n${headers.join('\r\n')}\r\nContent-Type: application/json\r\n\r\n{`)
    socket.on('error', () => {})
    await session({ child, url, ended })
    child.kill('SIGINT')
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'serves',
          () => 'stops',
        ),
      )
      .toBe('stops')
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    socket.destroy()
  })
})

it('ends well when the reader of its output stops reading', async () => {
  const command = `"${process.execPath}" "${main}" preview flow.json --events events.ndjson --json | head -c 1`
  const many = readFileSync(join(shop, 'events.ndjson'), 'utf8').repeat(3_000)
  writeFileSync(join(folder, 'events.ndjson'), many)
  writeFileSync(join(folder, 'flow.json'), readFileSync(join(shop, 'flow.json')))
  const { stdout, stderr } = await run('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  })
  expect(stdout).toBe('{')
  expect(stderr).toBe('')
})
