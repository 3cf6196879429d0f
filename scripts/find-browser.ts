import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

// The shell without windows takes two thirds of the processor time of a whole browser.
const systemBrowsers = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A Chromium that is there: named by CHROMIUM_PATH, Playwright's own, or the system's. */
export function findBrowser(): string | undefined {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...systemBrowsers]
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** Whether Debian's package of the shell without windows would be used, were it there. */
export function lacksHeadlessShell(): boolean {
  const found = findBrowser()
  return found === undefined || found === '/usr/bin/chromium'
}

export function browserPath(): string {
  const found = findBrowser()
  if (found !== undefined) return found
  throw new Error('No Chromium was found. `npx -y pnpm test` installs one, or name one with CHROMIUM_PATH.')
}
