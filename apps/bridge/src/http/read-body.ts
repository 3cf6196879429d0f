import { describeIssues, formatPlace } from '@mapping-designer/shared-types'
import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { ApiProblem } from './api-problem.ts'

/** The JSON body of a request, checked against its schema; 400 says in one sentence what is wrong and where. */
export async function readBody<S extends z.ZodMiniType>(context: Context, schema: S): Promise<z.infer<S>> {
  const text = await context.req.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ApiProblem(400, { code: 'invalid-json', message: `The body is not JSON: ${String(error)}.` })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = describeIssues(parsed.error)
  throw new ApiProblem(400, {
    code: 'invalid-request',
    message: issue?.sentence ?? 'The request is not as expected.',
    ...(issue && { place: formatPlace(issue.place) }),
  })
}
