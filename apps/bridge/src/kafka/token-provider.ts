import { tryJson } from '@mapping-designer/shared-types'
import { z } from 'zod'
import type { OAuthClient, Sasl } from '../config/profile.ts'
import { KafkaFailure } from './kafka-port.ts'

const answerSchema = z.object({ access_token: z.string(), expires_in: z.number().optional() })

const askLimit = 5_000
const largestAnswer = 64 * 1024

type TokenSasl = Extract<Sasl, { mechanism: 'oauthbearer' | 'aws-msk-iam' }>

const providers = new WeakMap<TokenSasl, () => Promise<string>>()

/** Answers the token for a new connection; all clients of a profile share the tokens. Rejects with a KafkaFailure. */
export function tokenProvider(sasl: TokenSasl): () => Promise<string> {
  const known = providers.get(sasl)
  if (known !== undefined) return known
  const provider = sasl.mechanism === 'oauthbearer' ? tokenFrom(sasl) : mskToken(sasl.region)
  providers.set(sasl, provider)
  return provider
}

/** Tokens of an OAuth 2 endpoint by client credentials (RFC 6749, 4.4), each used until shortly before it expires. */
function tokenFrom(client: OAuthClient): () => Promise<string> {
  let known: { token: string; until: number } | undefined
  return async () => {
    if (known !== undefined && Date.now() < known.until) return known.token
    const { access_token: token, expires_in: seconds = 60 } = await ask(client)
    known = { token, until: Date.now() + Math.max(0, seconds - 30) * 1_000 }
    return token
  }
}

async function ask({
  tokenEndpoint,
  clientId,
  clientSecret,
  scope,
}: OAuthClient): Promise<z.infer<typeof answerSchema>> {
  const { host } = new URL(tokenEndpoint)
  const fail = (what: string) =>
    new KafkaFailure('authentication', `The token endpoint ${host} ${what}.`, {
      hint: 'Check tokenEndpoint, clientId, clientSecret and scope of the profile.',
    })
  const id = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')
  let answer: Response
  try {
    answer = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${id}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }).toString(),
      // Where it leads is not for the endpoint to say.
      redirect: 'manual',
      signal: AbortSignal.timeout(askLimit),
    })
  } catch {
    throw fail('does not answer')
  }
  if (!answer.ok) throw fail(`answered ${answer.status}`)
  const text = await answer.text()
  const parsed = answerSchema.safeParse(text.length > largestAnswer ? undefined : tryJson(text))
  if (!parsed.success) throw fail('gave no access_token')
  return parsed.data
}

/** Tokens for Amazon MSK with IAM, from the credentials that the AWS SDK finds: environment, profile or role. */
function mskToken(region: string): () => Promise<string> {
  return async () => {
    const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js')
    try {
      return (await generateAuthToken({ region })).token
    } catch (error) {
      throw new KafkaFailure('authentication', 'No AWS credentials were found to sign a token for Amazon MSK.', {
        hint: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, where the bridge is started.',
        cause: error,
      })
    }
  }
}
