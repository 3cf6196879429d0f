import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sandboxFile, sandboxModule } from './bundle-sandbox.ts'

it('the text that the sandbox runs is the one of its sources; if not, run pnpm write-docs', async () => {
  expect(readFileSync(sandboxFile, 'utf8')).toBe(await sandboxModule())
})
