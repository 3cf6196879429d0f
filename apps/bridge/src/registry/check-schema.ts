import { extname } from 'node:path'
import { createWorkPool } from '../work/work-pool.ts'
import type { CheckAnswer, CheckTask, DecodeAnswer, DecodeTask } from './schema-worker.ts'
import type { WrittenSchema } from './written-schema.ts'

/** What a JSON Schema says to a value; `given-up` where it would cost too much to know, with the rest of a sentence. */
export type SchemaVerdict = CheckAnswer | { kind: 'given-up'; reason: string }

/** Characters of a schema. */
const maxSchema = 512 * 1024
/** Subschemas of a schema, counted by the brackets that open one. */
const maxSubschemas = 20_000
/** ms for a schema and one value */
const maxTime = 3_000

// A process is started when the first schema comes, and ended when none has come for a while.
const pool = createWorkPool<CheckTask | DecodeTask, CheckAnswer | DecodeAnswer>({
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
  const { answer, end } = await ask<CheckAnswer>(caller, { schema, value })
  if (answer !== undefined) return answer
  const subject = value === undefined ? 'takes' : 'and the value take'
  return { kind: 'given-up', reason: `${subject} ${costOf(end)}` }
}

/** Reads values that a serializer wrote with a schema, in another process, too. Answers one for each value. */
export async function decodeValues(written: WrittenSchema, values: readonly Buffer[]): Promise<DecodedValue[]> {
  const task = { written, values: values.map((value) => value.toString('base64')) }
  const { answer, end } = await ask<DecodeAnswer>(String(written.id), task)
  if (answer !== undefined && 'values' in answer) {
    return answer.values.map((one) =>
      'json' in one ? one : { fault: `The value does not fit schema ${written.id}: ${one.fault}.` },
    )
  }
  const fault =
    answer === undefined
      ? `Reading values of schema ${written.id} takes ${costOf(end)}.`
      : `Schema ${written.id} cannot be used as ${written.schemaType}: ${answer.fault}.`
  return values.map(() => ({ fault }))
}

/** JSON text, or a sentence about why there is none. */
export type DecodedValue = { json: string } | { fault: string }

async function ask<Answer extends CheckAnswer | DecodeAnswer>(caller: string, task: CheckTask | DecodeTask) {
  let answer: Answer | undefined
  const { end } = await pool.run({
    caller,
    task,
    onAnswer(given) {
      // Each task has the answer of its kind.
      answer = given as Answer
    },
  })
  return { answer: answer as Answer | undefined, end }
}

const costOf = (end: string) =>
  end === 'ended' ? 'more memory than a check may have' : `longer than ${maxTime / 1_000} s to check`

function subschemasOf(text: string): number {
  let count = 0
  for (let at = text.indexOf('{'); at !== -1 && count <= maxSubschemas; at = text.indexOf('{', at + 1)) count++
  return count
}
