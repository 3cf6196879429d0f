// Writes the pages of docs/ that come from the code.
import { writeFileSync } from 'node:fs'
import { generatedPages } from './generated-pages.ts'

for (const [path, text] of Object.entries(generatedPages())) {
  writeFileSync(new URL(`../docs/${path}`, import.meta.url), text)
}
