import { describeIssues, formatPlace, type JsonValue } from '@mapping-designer/shared-types'
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

/** Throws a 400 where the text is not JSON. */
export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiProblem(400, { code: 'invalid-json', message: `The body is not JSON: ${String(error)}.` })
  }
}

function checked<S extends z.ZodMiniType>(value: unknown, schema: S): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = describeIssues(parsed.error)
  throw new ApiProblem(400, {
    code: 'invalid-request',
    message: issue?.sentence ?? 'The request is not as expected.',
    ...(issue && { place: formatPlace(issue.place) }),
  })
}
