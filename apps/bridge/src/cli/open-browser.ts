import { spawn } from 'node:child_process'

/** Opens a page in the person's browser where there is one; a machine without a screen is no error. */
export function openBrowser(url: string): void {
  const { command, args } = openers[process.platform] ?? { command: 'xdg-open', args: [] }
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

const openers: Partial<Record<NodeJS.Platform, { command: string; args: string[] }>> = {
  darwin: { command: 'open', args: [] },
  win32: { command: 'cmd', args: ['/c', 'start', ''] },
}
