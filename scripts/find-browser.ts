import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const systemBrowsers = [
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

export function browserPath(): string {
  const found = findBrowser()
  if (found !== undefined) return found
  throw new Error('No Chromium was found. `npx -y pnpm test` installs one, or name one with CHROMIUM_PATH.')
}
