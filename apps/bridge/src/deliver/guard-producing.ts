import type { Profile } from '../config/profile.ts'
import { ApiProblem } from '../operation/api-problem.ts'

/** Throws a 403 where a profile may not produce, or where its name was not typed for production. */
export function guardProducing({ name, mayProduce, environment }: Profile, confirm: string | undefined): void {
  if (!mayProduce) {
    throw new ApiProblem(403, {
      code: 'read-only',
      message: `Profile ${name} is read only.`,
      hint: 'Set PRODUCE_ENABLED=true and PRODUCE_TOPICS where the bridge is started.',
    })
  }
  if (environment === 'production' && confirm !== name) {
    throw new ApiProblem(403, {
      code: 'not-confirmed',
      message: `Profile ${name} is a production cluster: its name has to be typed before anything is sent.`,
    })
  }
}
