import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** What a person gave is not usable; the message is the whole answer. */
export class UsageError extends Error {}

/** A file as text, relative to where the person called; `-` is standard input. */
export async function readInput(path: string): Promise<string> {
  if (path === '-') return readAll(process.stdin)
  try {
    return await readFile(fromCaller(path), 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new UsageError(isMissing ? `${path} does not exist.` : `${path} cannot be read: ${String(error)}`)
  }
}

/** A `.env` file: NAME=value on each line. */
export async function readEnvFile(path: string): Promise<Record<string, string>> {
  const entries = Object.entries(parseEnv(await readInput(path)))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** pnpm runs scripts in the root of the project and keeps the caller's folder in INIT_CWD. */
export function fromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
