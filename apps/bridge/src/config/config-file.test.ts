import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfigFile } from './config-file.ts'

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
  writeFileSync(join(folder, 'ca.pem'), 'PEM')
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
      ssl: { ca: 'PEM' },
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
  [profile('zzz: 1'), 'profiles[0].zzz is not a setting.'],
  [profile('produce: { topic: [a] }'), 'profiles[0].produce.topic is not a setting; did you mean topics?'],
  [profile('sasl: { mechanism: plain, username: u, password: secret }'), 'profiles[0].sasl.password must name where'],
  [profile('sasl: { mechanism: plain, username: u, password: $env.NONE }'), 'environment variable NONE is not set'],
  [profile('ssl: { ca: nowhere.pem }'), 'nowhere.pem does not exist'],
  ['profiles: [{ name: a, environment: local, brokers: [kafka] }]', '"kafka", which has no port'],
  ['profiles: []', 'profiles needs at least one profile'],
  ['profiles: [{', 'at line 1'],
  [
    'profiles: [{ name: a, environment: local, brokers: [a:1] }, { name: a, environment: local, brokers: [b:1] }]',
    'two profiles have the name a',
  ],
])('refuses %s', (text, message) => {
  expect(() => load(text)).toThrow(message)
})

it('never repeats a secret that was written out', () => {
  const text = profile('sasl: { mechanism: plain, username: u, password: hunter2 }')
  expect(() => load(text)).not.toThrow('hunter2')
  expect(() => load(text)).toThrow('secrets are not written out here')
})
