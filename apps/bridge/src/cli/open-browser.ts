import { spawn } from 'node:child_process'

/** Opens a page in the person's browser where there is one; a machine without a screen is no error. */
export function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  spawn(command as string, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
