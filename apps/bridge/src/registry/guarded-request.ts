import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { lookupUnder, objectionTo } from '../kafka/host-policy.ts'

export interface GuardedRequest {
  method: 'GET' | 'POST' | 'PUT'
  url: URL
  headers: Record<string, string>
  body?: string | undefined
  /** PEM text of the authority that signed the certificate of the server. */
  ca?: string | undefined
}

const answerLimit = 5_000
const largestAnswer = 2 * 2 ** 20

/**
 * One request to an address of the configuration. It follows no redirect, calls no link-local or reserved address even
 * where a name resolves to one, takes at most 5 s, and reads at most 2 MiB.
 */
export function guardedRequest({
  method,
  url,
  headers,
  body,
  ca,
}: GuardedRequest): Promise<{ status: number; text: string }> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // A loopback registry has to be named as such.
  const policy = { brokers: host === 'localhost' || isIP(host) !== 0 ? [`${host}:0`] : [] }
  const refused = isIP(host) === 0 ? undefined : objectionTo(host)
  if (refused !== undefined) return Promise.reject(new Error(`${refused}.`))
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { method, headers, lookup: lookupUnder(policy), signal: AbortSignal.timeout(answerLimit), ...(ca && { ca }) },
      (answer) => {
        const chunks: Buffer[] = []
        let size = 0
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > largestAnswer) sent.destroy(new Error('The answer is larger than 2 MiB.'))
          else chunks.push(chunk)
        })
        answer.on('end', () =>
          resolve({ status: Number(answer.statusCode), text: Buffer.concat(chunks).toString('utf8') }),
        )
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
