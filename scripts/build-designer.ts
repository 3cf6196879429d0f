import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../', import.meta.url))
const dist = join(root, 'apps/designer/dist')
const stampFile = join(dist, 'built-from')

const inputs = [
  'scripts/build-designer.ts',
  'apps/designer/src',
  'apps/designer/index.html',
  'apps/designer/vite.config.ts',
  'packages/mapping-engine/src',
  'packages/shared-types/src',
  'examples',
  'pnpm-lock.yaml',
]

/** Builds the designer unless the last build was made from these very files. Throws with Vite's own words. */
export async function buildDesigner(onProgress: (sentence: string) => void): Promise<void> {
  const stamp = await hashOf(inputs)
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return
  onProgress('Building the designer…')
  const vite = join(root, 'apps/designer/node_modules/vite/bin/vite.js')
  try {
    await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'apps/designer'),
      // A build, also one of a test runner, is the page that people get: not React's development build.
      env: { ...process.env, NODE_ENV: 'production' },
    })
  } catch (error) {
    await whyReadOnly()
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`The designer could not be built:\n${stdout}${stderr}`, { cause: error })
  }
  await writeFile(stampFile, stamp)
}

/** A checkout that is read only can start, where somebody built it before. */
async function whyReadOnly(): Promise<void> {
  const folder = join(root, 'apps/designer')
  const isReadOnly = await access(folder, constants.W_OK).then(
    () => false,
    () => true,
  )
  if (isReadOnly)
    throw new Error(
      `The designer is not built, and ${folder} is read only. Run \`npx -y pnpm build\` where it can be written.`,
    )
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesOf(join(root, path))) hash.update(file).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null)
  if (entries === null) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
