import { describeIssues, formatPlace, type JsonValue, type SchemaProblem } from '@mapping-designer/shared-types'
import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { ApiProblem } from './api-problem.ts'

/** The JSON body of a request, checked against its schema; 400 says in one sentence what is wrong and where. */
export async function readBody<S extends z.ZodMiniType>(context: Context, schema: S): Promise<z.infer<S>> {
  return checked(parseJson(await context.req.text()), schema)
}

/** The query of a request, checked against its schema. */
export function readQuery<S extends z.ZodMiniType>(context: Context, schema: S): z.infer<S> {
  return checked(context.req.query(), schema)
}

/** Levels of objects and arrays; no event is near it, and what reads them in turn may rely on it. */
const mostLevels = 500

/** Throws a 400 where the text is not JSON, or is nested too deeply to be worked with. */
export function parseJson(text: string): JsonValue {
  if (levelsOf(text) > mostLevels) {
    throw new ApiProblem(400, { code: 'too-deep', message: `The body is nested more than ${mostLevels} levels deep.` })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiProblem(400, { code: 'invalid-json', message: `The body is not JSON: ${String(error)}.` })
  }
}

function checked<S extends z.ZodMiniType>(value: unknown, schema: S): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [{ sentence: message, place }] = describeIssues(parsed.error) as [SchemaProblem]
  throw new ApiProblem(400, { code: 'invalid-request', message, place: formatPlace(place) })
}

/** How deep the brackets of a JSON text go; those inside strings are none. */
function levelsOf(text: string): number {
  let level = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (isInString) {
      if (character === '\\') index++
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++level)
    else if (character === ']' || character === '}') level--
  }
  return deepest
}
