import { allChecks } from './all-checks.ts'
import type { Check } from './check.ts'

const headings: Record<Check['severity'], string> = { error: 'Errors', warning: 'Warnings', hint: 'Hints' }

/** The reference of all problems as Markdown, from the checks themselves. */
export function problemsReference(): string {
  const sections = (['error', 'warning', 'hint'] as const).map((severity) => {
    const rows = allChecks
      .filter((check) => check.severity === severity)
      .toSorted((a, b) => a.code.localeCompare(b.code))
      .map(({ code, about }) => `### \`${code}\`\n\n${about}\n`)
    return `## ${headings[severity]}\n\n${rows.join('\n')}`
  })
  return `# Problems\n\nEvery problem that the preview, the designer and the command line can name: ${allChecks.length} codes. This page is written by\n\`node scripts/write-docs.ts\` from the checks themselves.\n\n${sections.join('\n')}`
}
