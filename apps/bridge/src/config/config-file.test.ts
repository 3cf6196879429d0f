import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfigFile } from './config-file.ts'

const [pem = ''] = rootCertificates

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profiles-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function load(text: string, variables: Record<string, string> = {}) {
  const path = join(folder, 'clusters.yaml')
  writeFileSync(path, text)
  return readConfigFile(path, variables).profiles
}

it('reads profiles with their secrets from the environment and from files', () => {
  writeFileSync(join(folder, 'password'), 'from a file\n')
  writeFileSync(join(folder, 'ca.pem'), pem)
  const profiles = load(
    `
profiles:
  - name: staging
    environment: staging
    brokers: [a.example:9093, b.example:9093]
    ssl: { ca: ca.pem }
    sasl: { mechanism: scram-sha-512, username: alice, password: $env.STAGING_PASSWORD }
    produce: { enabled: true, topics: [orders.*], maxRecords: 20 }
  - name: production
    environment: production
    brokers: [p.example:9093]
    ssl: true
    sasl: { mechanism: plain, username: bob, password: "file:password" }
`,
    { STAGING_PASSWORD: 'from the environment' },
  )
  expect(profiles).toEqual([
    {
      name: 'staging',
      environment: 'staging',
      brokers: ['a.example:9093', 'b.example:9093'],
      ssl: { ca: pem },
      sasl: { mechanism: 'scram-sha-512', username: 'alice', password: 'from the environment' },
      mayProduce: true,
      mayCreateTopics: false,
      mayDeleteTopics: false,
      topics: ['orders.*'],
      maxRecords: 20,
    },
    {
      name: 'production',
      environment: 'production',
      brokers: ['p.example:9093'],
      ssl: {},
      sasl: { mechanism: 'plain', username: 'bob', password: 'from a file' },
      mayProduce: false,
      mayCreateTopics: false,
      mayDeleteTopics: false,
      topics: [],
    },
  ])
})

const profile = (more: string) => `profiles: [{ name: a, environment: local, brokers: [a:9092], ${more} }]`

it.each([
  [profile('broker: [b:1]'), 'profiles[0].broker is not a setting; did you mean brokers?'],
  [profile('zzz: 1'), 'profiles[0].zzz is not a setting; there are name, environment, brokers, hosts, ssl, sasl,'],
  [profile('topics: [a]'), 'profiles[0].topics is not a setting; topics belongs into produce.'],
  [profile('access: {}'), 'profiles[0].access is not a setting; access belongs to the whole file.'],
  [profile('ssl: { caFile: x }'), 'profiles[0].ssl.caFile is not a setting; there are ca, cert and key.'],
  [profile('ssl: yes please'), 'profiles[0].ssl must be true, false, or an object of ca, cert and key.'],
  [profile('ssl: { cert: a.pem }'), 'profiles[0].ssl needs cert and key together.'],
  [profile('sasl: { mechanism: plain, usr: x }'), 'profiles[0].sasl.usr is not a setting'],
  [
    profile('sasl: { mechanism: aws }'),
    'profiles[0].sasl.mechanism is "aws", which is the mechanism of a broker plug-in',
  ],
  [profile('sasl: { mechanism: gssapi }'), 'profiles[0].sasl.mechanism must be plain, scram-sha-256,'],
  [profile('sasl: { mechanism: plain }'), 'profiles[0].sasl.username must be a string.'],
  [profile('produce: { enabled: 1 }'), 'profiles[0].produce.enabled must be a boolean.'],
  [profile('produce: { maxRecords: 0 }'), 'profiles[0].produce.maxRecords must be at least 1.'],
  [profile('produce: { maxRecords: 5000 }'), 'profiles[0].produce.maxRecords must be at most 1000.'],
  [profile('produce: { maxRecords: 1.5 }'), 'profiles[0].produce.maxRecords must be a whole number.'],
  [profile('schemaRegistry: { url: "ftp://x" }'), 'profiles[0].schemaRegistry.url must be the http(s) address'],
  ['profiles: [{ name: a b, environment: local, brokers: [a:1] }]', 'profiles[0].name must be letters, digits,'],
  [
    'profiles: [{ name: a, environment: prod, brokers: [a:1] }]',
    'must be "local", "development", "staging" or "production".',
  ],
  ['profiles: [{ name: a, environment: local, brokers: a:1 }]', 'profiles[0].brokers must be an array.'],
  [
    'profiles: [{ name: a, environment: local, brokers: [a:1, "b:99999"] }]',
    'profiles[0].brokers holds "b:99999", which has port 99999, and ports go from 1 to 65535; write it as host:port.',
  ],
  ['{}', 'profiles must be an array.'],
  ['', 'the file must be an object.'],
  [
    `${profile('')}\naccess: { hosts: [a], tokens: [{ name: ci, role: viewer, token: $env.SHORT }] }`,
    'access.tokens[0].token is shorter than 24 characters.',
  ],
  [
    `${profile('')}\naccess: { hosts: [a], tokens: [{ name: ci, rolle: viewer, token: $env.SHORT }] }`,
    'access.tokens[0].rolle is not a setting; did you mean role?',
  ],
  [
    ['a: &a [x, x]', 'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]', 'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]']
      .concat('d: [*c, *c, *c, *c, *c, *c, *c, *c]')
      .join('\n'),
    'Its aliases refer to aliases',
  ],
  [profile('produce: { topic: [a] }'), 'profiles[0].produce.topic is not a setting; did you mean topics?'],
  [profile('sasl: { mechanism: plain, username: u, password: secret }'), 'profiles[0].sasl.password must name where'],
  [profile('sasl: { mechanism: plain, username: u, password: $env.NONE }'), 'environment variable NONE is not set'],
  [profile('ssl: { ca: nowhere.pem }'), 'nowhere.pem does not exist'],
  ['profiles: [{ name: a, environment: local, brokers: [kafka] }]', '"kafka", which has no port'],
  ['profiles: []', 'profiles needs at least one profile'],
  ['profiles: [{', 'Line 1, column 13'],
  ['profiles:\n  - password: *hunter2', 'Line 2, column 15: a value that begins with this character needs quotes.'],
  ['profiles:\n  - password: !hunter2', 'Line 2, column 15: a value that begins with this character needs quotes.'],
  ['a: |hunter2', 'Line 1, column 5: a value with this character needs quotes.'],
  [
    'profiles: [{ name: a, environment: local, brokers: [a:1] }, { name: a, environment: local, brokers: [b:1] }]',
    'two profiles have the name a',
  ],
])('refuses %s', (text, message) => {
  expect(() => load(text, { SHORT: 'short' })).toThrow(message)
})

it('reads UTF-8, with a byte order mark or without it, and refuses other encodings with place and fix', () => {
  const secret = (bytes: Buffer) => {
    writeFileSync(join(folder, 'secret'), bytes)
    const [{ sasl } = {}] = load(profile('sasl: { mechanism: plain, username: u, password: "file:secret" }'))
    return sasl
  }
  expect(secret(Buffer.from('\uFEFFgeheimnis-ä\r\n'))).toMatchObject({ password: 'geheimnis-ä' })
  expect(() => secret(Buffer.from('a\nä', 'latin1'))).toThrow(/secret: Line 2 is not UTF-8 text; save it as UTF-8\.$/)
  expect(() => secret(Buffer.from('\uFEFFab', 'utf16le'))).toThrow(/secret: This is UTF-16 text; save it as UTF-8\.$/)
  expect(load(`\uFEFF${profile('')}`)).toHaveLength(1)
})

it('never repeats a secret that was written out', () => {
  const text = profile('sasl: { mechanism: plain, username: u, password: hunter2 }')
  expect(() => load(text)).not.toThrow('hunter2')
  expect(() => load(text)).toThrow('secrets are not written out here')
})

it('reads client certificates, tokens, registries and what a profile may do', async () => {
  for (const [name, text] of Object.entries({ 'ca.pem': pem, 'client.pem': pem, 'client.key': 'KEY\n' })) {
    writeFileSync(join(folder, name), text)
  }
  const [full, iam] = load(
    `
profiles:
  - name: full
    environment: development
    brokers: [a.example:9093]
    hosts: ["*.example"]
    ssl: { ca: ca.pem, cert: client.pem, key: "file:client.key" }
    sasl: { mechanism: oauthbearer, tokenEndpoint: "https://login.example/token", clientId: id, clientSecret: $env.SECRET }
    produce: { enabled: true, topics: ["*"], createTopics: true, deleteTopics: true, maxPerMinute: 600 }
    schemaRegistry: { url: "https://registry.example", username: u, password: $env.SECRET, ca: ca.pem, register: true }
  - name: iam
    environment: production
    brokers: [b.example:9098]
    ssl: false
    sasl: { mechanism: aws-msk-iam, region: eu-central-1 }
    schemaRegistry: { url: "http://registry.example", token: $env.SECRET, checkValues: false }
`,
    { SECRET: 'hidden' },
  )
  expect(full).toEqual({
    name: 'full',
    environment: 'development',
    brokers: ['a.example:9093'],
    hosts: ['*.example'],
    ssl: { ca: pem, cert: pem, key: 'KEY' },
    sasl: {
      mechanism: 'oauthbearer',
      tokenEndpoint: 'https://login.example/token',
      clientId: 'id',
      clientSecret: 'hidden',
    },
    registry: {
      url: 'https://registry.example',
      username: 'u',
      password: 'hidden',
      ca: pem,
      mayRegister: true,
      checksValues: true,
    },
    mayProduce: true,
    mayCreateTopics: true,
    mayDeleteTopics: true,
    topics: ['*'],
    maxPerMinute: 600,
  })
  expect(iam).toMatchObject({
    sasl: { mechanism: 'aws-msk-iam', region: 'eu-central-1' },
    registry: { url: 'http://registry.example', token: 'hidden', mayRegister: false, checksValues: false },
  })
  expect(iam).not.toHaveProperty('ssl')
})

it('says that a file cannot be read', () => {
  expect(() => readConfigFile(join(folder, 'none.yaml'), {})).toThrow(/none\.yaml does not exist\.$/)
  expect(() => readConfigFile(folder, {})).toThrow(/cannot be read\.$/)
})
