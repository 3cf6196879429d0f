import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/find-browser.ts'

const browser = findBrowser()

export default defineConfig({
  projects: [
    { name: 'designer', testDir: 'e2e/specs' },
    { name: 'previews', testDir: 'e2e/previews' },
    // Not a test: takes the pictures of the docs, and only when it is asked for by name.
    ...(process.env['TAKE_PICTURES'] ? [{ name: 'pictures', testDir: 'e2e/pictures' }] : []),
  ],
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['line'], ['json']] : [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    // Colours in the midst of a transition have another contrast.
    contextOptions: { reducedMotion: 'reduce' },
    // A trace costs a third of the time; `npx -y pnpm test:e2e NAME --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Read by tools on machines without a browser too; global-setup.ts says when there is none.
      ...(browser !== undefined && { executablePath: browser }),
      // Without a graphics card its software costs a fifth of the time of a test.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-gpu'],
    },
  },
})
