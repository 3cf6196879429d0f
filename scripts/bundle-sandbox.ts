import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const code = new URL('../packages/mapping-engine/src/code/', import.meta.url)
const inside = fileURLToPath(new URL('inside/sandbox.ts', code))

export const sandboxFile = new URL('sandbox-source.ts', code)

/** The module that holds the inside of the sandbox as text; a test fails where the file on disk is another. */
export async function sandboxModule(): Promise<string> {
  const { output } = await build({
    input: inside,
    write: false,
    output: {
      format: 'iife',
      name: 'sandbox',
      // Functions see the names of classes.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    },
  })
  const program = output[0].code.trim()
  const text = JSON.stringify(`(() => {${program}\nreturn sandbox.sandbox})()`)
  return `// Written by \`pnpm write-docs\` from inside/sandbox.ts.\nexport const sandboxSource =\n  ${text}\n`
}
