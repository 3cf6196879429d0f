// Writes what comes from the code: pages of docs/, and the inside of the sandbox as text.
import { writeFileSync } from 'node:fs'
import { sandboxFile, sandboxModule } from './bundle-sandbox.ts'
import { generatedPages } from './generated-pages.ts'

for (const [path, text] of Object.entries(generatedPages())) {
  writeFileSync(new URL(`../docs/${path}`, import.meta.url), text)
}
writeFileSync(sandboxFile, await sandboxModule())
