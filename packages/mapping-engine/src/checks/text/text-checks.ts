import type { Problem } from '@mapping-designer/shared-types'
import { type Check, toProblem } from '../check.ts'
import { numberRounded } from './number-rounded.ts'
import { repeatedKey } from './repeated-key.ts'

/** Problems that only the text of a sample shows, not the event it is read as. They bring the parser of JSON along. */
export const textChecks: readonly Check[] = [numberRounded, repeatedKey]

/** Problems of a pasted sample; an event that came as data has none. */
export function checkText(text: string): Problem[] {
  return textChecks.flatMap((check) => check.ofText?.(text).map((found) => toProblem(check, found)) ?? [])
}
