import { extname } from 'node:path'
import { createWorkPool } from '../work/work-pool.ts'
import type { SchemaAnswer, SchemaTask } from './schema-worker.ts'

/** What a JSON Schema says to a value; `given-up` where it would cost too much to know, with the rest of a sentence. */
export type SchemaVerdict = SchemaAnswer | { kind: 'given-up'; reason: string }

/** Characters of a schema. */
const maxSchema = 512 * 1024
/** Subschemas of a schema, counted by the brackets that open one. */
const maxSubschemas = 20_000
/** ms for a schema and one value */
const maxTime = 3_000

// A process is started when the first schema comes, and ended when none has come for a while.
const pool = createWorkPool<SchemaTask, SchemaAnswer>({
  // A source file in the repository, a bundle in the package.
  module: new URL(`schema-worker${extname(import.meta.url)}`, import.meta.url),
  processes: 1,
  heap: 128,
  limits: { start: 20_000, silence: maxTime },
})

/**
 * Compares a value (JSON text) with a JSON Schema, or looks whether the schema can be used where no value is given. Both
 * come from others, and both can be made to take hours; they get a few seconds of another process. `caller` is whose turn
 * it is.
 */
export async function checkSchema(caller: string, schema: string, value?: string): Promise<SchemaVerdict> {
  if (schema.length > maxSchema) return { kind: 'given-up', reason: `is larger than ${maxSchema / 1024} KiB` }
  if (subschemasOf(schema) > maxSubschemas) {
    return { kind: 'given-up', reason: `has more than ${maxSubschemas.toLocaleString('en-US')} objects` }
  }
  let verdict: SchemaVerdict | undefined
  const { end } = await pool.run({
    caller,
    task: { schema, value },
    onAnswer(answer) {
      verdict = answer
    },
  })
  if (verdict !== undefined) return verdict
  const subject = value === undefined ? 'takes' : 'and the value take'
  const cost = end === 'ended' ? 'more memory than a check may have' : `longer than ${maxTime / 1_000} s to check`
  return { kind: 'given-up', reason: `${subject} ${cost}` }
}

function subschemasOf(text: string): number {
  let count = 0
  for (let at = text.indexOf('{'); at !== -1 && count <= maxSubschemas; at = text.indexOf('{', at + 1)) count++
  return count
}
