import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { tokenProvider } from './token-provider.ts'

let answer: { status?: number; body: string }
let asked: { body: string; login: string | undefined }[]
let server: Server
let tokenEndpoint: string
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    asked.push({ body, login: request.headers.authorization })
    response.writeHead(answer.status ?? 200, { location: '/elsewhere' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  tokenEndpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}/token`
})
afterAll(() => void server.close())
beforeEach(() => {
  asked = []
})

const client = { mechanism: 'oauthbearer' as const, clientId: 'a:b', clientSecret: 'c d' }

it.each([
  { scope: undefined, body: 'grant_type=client_credentials' },
  { scope: 'kafka write', body: 'grant_type=client_credentials&scope=kafka+write' },
])('is asked for with client and scope $scope, once until shortly before it expires', async ({ scope, body }) => {
  answer = { body: JSON.stringify({ access_token: 't-1', expires_in: 100 }) }
  const token = tokenProvider({ ...client, tokenEndpoint, scope })
  expect([await token(), await token()]).toEqual(['t-1', 't-1'])
  expect(asked).toEqual([{ body, login: `Basic ${Buffer.from('a%3Ab:c%20d').toString('base64')}` }])
  const begun = Date.now()
  const clock = vi.spyOn(Date, 'now')
  clock.mockReturnValue(begun + 69_000)
  await token()
  expect(asked).toHaveLength(1)
  clock.mockReturnValue(begun + 71_000)
  answer = { body: JSON.stringify({ access_token: 't-2' }) }
  expect(await token()).toBe('t-2')
  clock.mockRestore()
})

it.each([
  { fact: 'a refusal', answer: { status: 401, body: '' }, says: 'answered 401' },
  { fact: 'a redirect', answer: { status: 302, body: '' }, says: 'answered 302' },
  { fact: 'no JSON', answer: { body: '<html>' }, says: 'gave no access_token' },
  { fact: 'other JSON', answer: { body: '{}' }, says: 'gave no access_token' },
  {
    fact: 'far too much',
    answer: { body: JSON.stringify({ access_token: 't', more: 'x'.repeat(70_000) }) },
    says: 'gave no access_token',
  },
])('is said to be missing where the endpoint gives $fact', async ({ answer: given, says }) => {
  answer = given
  const failure = tokenProvider({ ...client, tokenEndpoint })()
  await expect(failure).rejects.toThrow(`The token endpoint ${new URL(tokenEndpoint).host} ${says}.`)
  await expect(failure).rejects.toMatchObject({ code: 'authentication' })
})

it('is said to be missing where nobody answers', async () => {
  const failure = tokenProvider({ ...client, tokenEndpoint: 'http://127.0.0.1:1/token' })()
  await expect(failure).rejects.toThrow('The token endpoint 127.0.0.1:1 does not answer.')
})
