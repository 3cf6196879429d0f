import { execFileSync, spawnSync } from 'node:child_process'
import { findBrowser, lacksHeadlessShell } from './find-browser.ts'

/**
 * Makes sure that there is a Chromium: one that is there, else Playwright's download, else Debian's package of the shell
 * without windows where that may be installed (it is preferred to Debian's whole browser, too). Answers in a sentence
 * what could not be had, or null.
 */
export function installBrowser(say: (sentence: string) => void): string | null {
  if (findBrowser() === undefined) {
    say('No Chromium found; trying Playwright’s own download…')
    attempt(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], 120_000)
  }
  if (lacksHeadlessShell() && process.getuid?.() === 0 && isThere('apt-get')) {
    say('Installing chromium-headless-shell with apt-get…')
    attempt('apt-get', ['update'], 180_000)
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'], 600_000)
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
