// Writes the pages of docs/ that come from the code.
import { writeFileSync } from 'node:fs'
import { problemsReference } from '@mapping-designer/mapping-engine/docs'

writeFileSync(new URL('../docs/problems.md', import.meta.url), problemsReference())
