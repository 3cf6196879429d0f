// `pnpm package`: the npm package, with the built designer inside. Prints the path of the tarball.
import './check-node.js'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { buildDesigner } from './build-designer.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../', import.meta.url))
const target = join(root, 'dist', 'npm')
const own = ['apps/bridge', 'packages/mapping-engine', 'packages/shared-types', 'packages/local-kafka']

// One version of the walkerOS packages asks for another that was never published, which npm refuses and pnpm is told
// to overlook. So they come inside, as they were tested, with the validator that one of them uses.
const inside = /^@(mapping-designer|walkeros|cfworker)\//

/** Bundles our own modules; what comes from npm stays a dependency. Answers the names of those. */
async function bundle(): Promise<Set<string>> {
  const dependencies = new Set<string>()
  const build = await rolldown({
    input: {
      main: join(root, 'apps/bridge/src/main.ts'),
      'compare-thread': join(root, 'apps/bridge/src/compare/compare-thread.ts'),
      'event-worker': join(root, 'apps/bridge/src/code/event-worker.ts'),
      'genuine-worker': join(root, 'apps/bridge/src/genuine/genuine-worker.ts'),
      'partition-thread': join(root, 'apps/bridge/src/run/partition-thread.ts'),
      'schema-worker': join(root, 'apps/bridge/src/registry/schema-worker.ts'),
      'keep-child': join(root, 'packages/local-kafka/src/keep-child.ts'),
    },
    platform: 'node',
    external(id, _importer, isResolved) {
      const isPackage = !isResolved && /^[@\w]/.test(id) && !inside.test(id)
      if (isPackage && !id.startsWith('node:'))
        dependencies.add(
          id
            .split('/')
            .slice(0, id.startsWith('@') ? 2 : 1)
            .join('/'),
        )
      return isPackage
    },
  })
  // All in one folder, so that workers find each other beside themselves.
  await build.write({ dir: join(target, 'dist'), format: 'esm', chunkFileNames: '[name]-[hash].js' })
  await build.close()
  return dependencies
}

async function versionsOf(names: ReadonlySet<string>): Promise<Record<string, string>> {
  const known: Record<string, string> = {}
  for (const folder of own) Object.assign(known, (await manifest(folder)).dependencies)
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const version = known[name]
      if (version === undefined) throw new Error(`${name} is imported and is a dependency of no package.`)
      return [name, version]
    }),
  )
}

interface Manifest {
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  description?: string
}

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'))
}

/** Builds the package and answers the path of its tarball. */
export async function buildPackage(onProgress: (sentence: string) => void): Promise<string> {
  await buildDesigner(onProgress)
  await rm(target, { recursive: true, force: true })
  await mkdir(join(target, 'dist'), { recursive: true })
  const dependencies = await versionsOf(await bundle())
  const { version } = await manifest('apps/bridge')
  const { description, optionalDependencies } = await manifest('.')
  await writeFile(
    join(target, 'package.json'),
    `${JSON.stringify(
      {
        name: 'kafka-mapping-designer',
        version,
        description,
        keywords: ['walkeros', 'kafka', 'mapping', 'analytics', 'events'],
        license: 'MIT',
        type: 'module',
        bin: { 'kafka-mapping-designer': 'bin.js' },
        files: ['bin.js', 'node-version.js', 'dist', 'designer', 'examples'],
        dependencies,
        // The Node it runs on where the one of the machine is too old.
        optionalDependencies,
      },
      null,
      2,
    )}\n`,
  )
  await cp(join(root, 'scripts/package-bin.js'), join(target, 'bin.js'))
  await cp(join(root, 'scripts/node-version.js'), join(target, 'node-version.js'))
  await chmod(join(target, 'bin.js'), 0o755)
  await cp(join(root, 'apps/designer/dist'), join(target, 'designer'), {
    recursive: true,
    filter: (path) => !path.endsWith('built-from'),
  })
  for (const path of ['examples', 'README.md', 'LICENSE']) {
    await cp(join(root, path), join(target, path), { recursive: true })
  }
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', join(root, 'dist')], { cwd: target })
  return join(root, 'dist', JSON.parse(stdout)[0].filename)
}

if (import.meta.main) {
  process.stdout.write(`${await buildPackage((sentence) => process.stderr.write(`${sentence}\n`))}\n`)
}
