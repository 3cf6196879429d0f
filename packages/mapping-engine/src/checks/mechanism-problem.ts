import { memberOf } from '../path/member-of.ts'
import type { Finding } from './check.ts'

/** A problem of a config that logs in with one SASL mechanism. */
export function mechanismProblem(config: unknown, mechanism: string, cause: string): Finding[] {
  const place = ['settings', 'kafka', 'sasl', 'mechanism']
  return memberOf(config, ...place) === mechanism ? [{ place, cause }] : []
}
