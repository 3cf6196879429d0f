import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { Handler } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { ApiProblem } from '../operation/api-problem.ts'

export interface Asset {
  bytes: Uint8Array<ArrayBuffer>
  type: string
}

/** Files below a folder; a path that leaves it is no file. */
export function assetsIn(folder: string): (path: string) => Promise<Asset | undefined> {
  return async (path) => {
    const file = normalize(join(folder, path))
    if (!file.startsWith(normalize(`${folder}/`))) return undefined
    try {
      return { bytes: new Uint8Array(await readFile(file)), type: getMimeType(file) ?? 'application/octet-stream' }
    } catch {
      return undefined
    }
  }
}

/** The designer's page at `/`, its hashed files below `/assets`; a missing file is 404 and never the page. */
export function serveAssets(asset: (path: string) => Promise<Asset | undefined>): Handler {
  return async (context) => {
    const path = decoded(context.req.path)
    const found = await asset(path === '/' ? '/index.html' : path)
    if (found === undefined) {
      throw new ApiProblem(404, {
        code: 'not-found',
        message: path === '/' ? 'The designer is not built.' : `There is no ${path}.`,
        ...(path === '/' && { hint: 'Run: npx -y pnpm build' }),
      })
    }
    const isHashed = path.startsWith('/assets/')
    return context.body(found.bytes, 200, {
      'content-type': found.type,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  }
}

/** A path as it was meant; as it came where it is no proper one. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
