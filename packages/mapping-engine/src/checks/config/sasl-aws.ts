import type { Check } from '../check.ts'
import { mechanismProblem } from '../mechanism-problem.ts'

/**
 * The mechanism aws is not AWS MSK IAM. It is an older plug-in that must be installed on the brokers, and sends
 * the secret key in clear inside TLS.
 */
export const saslAws: Check = {
  code: 'sasl-aws',
  severity: 'error',
  ofConfig({ config }) {
    return mechanismProblem(config, 'aws', '`aws` is not MSK IAM and cannot log in to MSK; use scram-sha-512 there.')
  },
}
