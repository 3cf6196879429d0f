import { readdirSync, readFileSync } from 'node:fs'
import { allChecks } from '../checks/all-checks.ts'
import type { Check } from '../checks/check.ts'
import { textChecks } from '../checks/text/text-checks.ts'

const headings: Record<Check['severity'], string> = { error: 'Errors', warning: 'Warnings', hint: 'Hints' }

/**
 * The reference of all problems as Markdown: each check and the comment above it. Reads the sources, so that no text of
 * the reference travels to the browser. Throws for a check without a comment.
 */
export function problemsReference(): string {
  const comments = readComments()
  const all = [...allChecks, ...textChecks]
  const sections = (['error', 'warning', 'hint'] as const).map((severity) => {
    const rows = all
      .filter((check) => check.severity === severity)
      .toSorted((a, b) => a.code.localeCompare(b.code))
      .map(({ code }) => {
        const comment = comments.get(code)
        if (comment === undefined) throw new Error(`The check "${code}" has no comment that says what it is about`)
        return `### \`${code}\`\n\n${comment}\n`
      })
    return `## ${headings[severity]}\n\n${rows.join('\n')}`
  })
  return `# Problems\n\nEvery problem that the preview, the designer and the command line can name: ${all.length} codes. This page is written by\n\`npx -y pnpm write-docs\` from the checks themselves.\n\n${sections.join('\n')}`
}

const commented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const \w+(?:: Check)? = (?:\{\s*code: |\w+\(\s*)'([^']+)'/g

/** Code of each check to the text of the comment above it, on one line. */
function readComments(): Map<string, string> {
  const folder = new URL('../checks/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const sources = files.map((name) => readFileSync(new URL(name, folder), 'utf8'))
  return new Map(
    sources
      .flatMap((source) => [...source.matchAll(commented)])
      .map(([, text = '', code = '']) => [code, text.replace(/\s*\n \*\s?/g, ' ').trim()]),
  )
}
