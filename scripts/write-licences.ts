// Writes docs/licences.md: what is shipped, in the page and in the package, under which licence.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Listed {
  name: string
  versions: string[]
}

const root = fileURLToPath(new URL('../', import.meta.url))
const filters = ['bridge', 'designer', 'mapping-engine', 'shared-types', 'local-kafka'].flatMap((name) => [
  '--filter',
  `@mapping-designer/${name}`,
])
const listed = execFileSync('npx', ['-y', 'pnpm', ...filters, 'licenses', 'list', '--prod', '--json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
const byLicence: Record<string, Listed[]> = JSON.parse(listed.slice(listed.indexOf('{')))
const rows = Object.entries(byLicence)
  .flatMap(([licence, packages]) =>
    packages.map(({ name, versions }) => ({ name, licence, versions: versions.join(', ') })),
  )
  .filter(({ name }) => !name.startsWith('@mapping-designer/'))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
const counts = Map.groupBy(rows, ({ licence }) => licence)

writeFileSync(
  new URL('../docs/licences.md', import.meta.url),
  `# Licences

What the page and the package are made of, beside our own code (MIT). Written by \`npx -y pnpm write-licences\`.

${[...counts].map(([licence, some]) => `- ${licence}: ${some.length}`).join('\n')}

| package | version | licence |
|---|---|---|
${rows.map(({ name, versions, licence }) => `| ${name} | ${versions} | ${licence} |`).join('\n')}
`,
)
