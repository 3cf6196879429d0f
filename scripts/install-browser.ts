import { execFileSync, spawnSync } from 'node:child_process'
import { findBrowser } from './find-browser.ts'

/**
 * Makes sure that there is a Chromium: one that is there, else Playwright's download, else Debian's package where that
 * may be installed. Answers in a sentence what could not be got, or null.
 */
export function installBrowser(say: (sentence: string) => void): string | null {
  if (findBrowser() !== undefined) return null
  say('No Chromium found; trying Playwright’s own download…')
  attempt(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], 120_000)
  if (findBrowser() !== undefined) return null
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    say('That does not work here; installing chromium with apt-get…')
    attempt('apt-get', ['update'], 180_000)
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 600_000)
  }
  if (findBrowser() !== undefined) return null
  return 'No Chromium: Playwright’s download failed and apt-get could not install one. Install Chromium, or name one with CHROMIUM_PATH.'
}

function attempt(command: string, args: string[], timeout: number): void {
  spawnSync(command, args, { stdio: 'ignore', timeout, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

function isThere(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
