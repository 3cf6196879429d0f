import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Opens a page in the person's browser where there is one; a machine without a screen is no error. What a program is started
 * with can be seen by every user of the machine, so the browser is given a file in `folder` that only its owner can read
 * and that leads to the page. Answers what removes that file.
 */
export async function openBrowser(url: string, folder: string): Promise<() => Promise<void>> {
  const path = join(folder, `open-${randomBytes(9).toString('base64url')}.html`)
  await writeFile(path, pageThatLeadsTo(url), { mode: 0o600, flag: 'wx' })
  const { command, args } = openers[process.platform] ?? { command: 'xdg-open', args: [] }
  spawn(command, [...args, pathToFileURL(path).href], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
  return () => rm(path, { force: true })
}

function pageThatLeadsTo(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Kafka Mapping Designer</title>
<a href="${url}">Open the designer</a>
`
}

const openers: Partial<Record<NodeJS.Platform, { command: string; args: string[] }>> = {
  darwin: { command: 'open', args: [] },
  win32: { command: 'cmd', args: ['/c', 'start', ''] },
}
