import { describeIssues, formatPlace, type JsonValue, type SchemaProblem } from '@mapping-designer/shared-types'
import type * as z from 'zod/mini'
import { ApiProblem } from '../operation/api-problem.ts'
import { inTurn } from '../work/in-turn.ts'

/** A value of the request, checked against its schema; a 400 says in one sentence what is wrong and where. */
export function checked<S extends z.ZodMiniType>(value: unknown, schema: S): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [{ sentence: message, place }] = describeIssues(parsed.error) as [SchemaProblem]
  throw new ApiProblem(400, { code: 'invalid-request', message, place: formatPlace(place) })
}

/** The JSON of a body, and the text that says it. */
export interface ReadJson {
  value: JsonValue
  text: string
}

/**
 * The JSON of a body. `take` gets the bytes of each piece as it comes. Throws an ApiProblem where the body is not JSON by
 * its type, is longer than `maxBytes` or is not UTF-8; what is behind that is not read.
 */
export async function readJson(request: Request, maxBytes: number, take: (bytes: number) => void): Promise<ReadJson> {
  guardContentType(request.headers)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of request.body ?? []) {
    size += piece.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    take(piece.length)
    pieces.push(piece)
  }
  return inTurn(size, () => {
    const text = decode(Buffer.concat(pieces, size))
    return { value: parseJson(text), text }
  })
}

/** JSON by its content type, so that no form of another site can carry it. */
function guardContentType(headers: Headers): void {
  const type = headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiProblem(415, {
      code: 'not-json',
      message: `The body must be application/json, not ${type === '' ? 'untyped' : `"${type}"`}.`,
    })
  }
  // A small body that unpacks to a large one would pass every limit.
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') {
    throw new ApiProblem(415, {
      code: 'encoded-body',
      message: `The body must not be compressed, and this one is "${encoding.slice(0, 40)}".`,
    })
  }
}

function tooLarge(maxBytes: number): ApiProblem {
  const limit = maxBytes >= 2 ** 20 ? `${maxBytes / 2 ** 20} MiB` : `${maxBytes / 2 ** 10} KiB`
  return new ApiProblem(413, {
    code: 'body-too-large',
    message: `The body is larger than ${limit}, which is the most that this route takes.`,
    hint: 'Send less at once.',
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new ApiProblem(400, { code: 'not-utf-8', message: 'The body is not UTF-8.' })
  }
}

/** Levels of objects and arrays; no event is near it, and what reads them in turn may rely on it. */
const maxLevels = 500

function parseJson(text: string): JsonValue {
  if (levelsOf(text) > maxLevels) {
    throw new ApiProblem(400, { code: 'too-deep', message: `The body is nested more than ${maxLevels} levels deep.` })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiProblem(400, { code: 'invalid-json', message: `The body is not JSON: ${String(error)}.` })
  }
}

// Closing ones are two behind.
const [quote, backslash, bracket, brace] = [0x22, 0x5c, 0x5b, 0x7b]

/** How deep the brackets of a JSON text go; those inside strings are none. */
function levelsOf(text: string): number {
  let level = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (isInString) {
      if (character === backslash) index++
      else if (character === quote) isInString = false
    } else if (character === quote) isInString = true
    else if (character === bracket || character === brace) deepest = Math.max(deepest, ++level)
    else if (character === bracket + 2 || character === brace + 2) level--
  }
  return deepest
}
