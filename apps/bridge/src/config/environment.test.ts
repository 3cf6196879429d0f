import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { profileFromEnvironment } from './environment.ts'

const [pem = ''] = rootCertificates

describe('the profile of the KAFKA_* variables', () => {
  it('is read only unless producing is switched on', () => {
    expect(profileFromEnvironment({ KAFKA_BROKERS: 'a:9092, b:9092' })).toMatchObject({
      name: 'env',
      brokers: ['a:9092', 'b:9092'],
      mayProduce: false,
      topics: [],
    })
  })
  it('is none without brokers', () => {
    expect(profileFromEnvironment({})).toBeUndefined()
  })
  it('reads mechanism, user and topics', () => {
    const variables = {
      KAFKA_BROKERS: 'a:9092',
      KAFKA_TLS_ENABLED: 'true',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'alice',
      KAFKA_SASL_PASSWORD: 'secret',
      PRODUCE_ENABLED: 'true',
      PRODUCE_TOPICS: 'orders.*, web',
    }
    expect(profileFromEnvironment(variables)).toMatchObject({
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'alice' },
      mayProduce: true,
      topics: ['orders.*', 'web'],
    })
  })
  it('reads authority and registry, and takes empty variables for none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'env-'))
    const path = join(folder, 'ca.pem')
    writeFileSync(path, pem)
    const variables = {
      KAFKA_BROKERS: 'a:1',
      KAFKA_TLS_CAFILEPATH: path,
      KAFKA_SASL_USERNAME: 'u',
      KAFKA_SASL_PASSWORD: 'p',
      KAFKA_SASL_MECHANISM: '',
      CREATE_TOPICS_ENABLED: 'true',
      SCHEMA_REGISTRY_URL: 'https://registry.example',
      SCHEMA_REGISTRY_USERNAME: 'r',
      SCHEMA_REGISTRY_PASSWORD: 's',
    }
    expect(profileFromEnvironment(variables)).toMatchObject({
      ssl: { ca: pem },
      sasl: { mechanism: 'plain', username: 'u', password: 'p' },
      registry: {
        url: 'https://registry.example',
        username: 'r',
        password: 's',
        mayRegister: true,
        checksValues: true,
      },
    })
    rmSync(folder, { recursive: true })
    expect(() => profileFromEnvironment(variables)).toThrow(/^KAFKA_TLS_CAFILEPATH: .*ca\.pem does not exist\.$/)
    expect(() => profileFromEnvironment({ KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'ftp://x' })).toThrow(
      'SCHEMA_REGISTRY_URL must be the http(s) address of a schema registry.',
    )
  })
  it.each([
    { fact: 'no PEM', bytes: Buffer.from('hello'), fault: 'ca.pem holds no certificate; it must be PEM text' },
    { fact: 'a key', bytes: Buffer.from(pem.replaceAll('CERTIFICATE', 'PRIVATE KEY')), fault: 'holds no certificate' },
    {
      fact: 'half of one',
      bytes: Buffer.from(pem.slice(0, 100) + pem.slice(400)),
      fault: 'a certificate that cannot be read',
    },
    { fact: 'other bytes', bytes: Buffer.from([0x80, 0x81]), fault: 'ca.pem: Line 1 is not UTF-8 text' },
    { fact: 'UTF-16', bytes: Buffer.from(pem, 'utf16le'), fault: 'ca.pem: This is UTF-16 text; save it as UTF-8.' },
  ])('takes no file of the authority that holds $fact', ({ bytes, fault }) => {
    const folder = mkdtempSync(join(tmpdir(), 'env-'))
    const path = join(folder, 'ca.pem')
    writeFileSync(path, bytes)
    const variables = { KAFKA_BROKERS: 'a:1', KAFKA_TLS_CAFILEPATH: path }
    expect(() => profileFromEnvironment(variables)).toThrow(fault)
    rmSync(folder, { recursive: true })
  })
  it.each([['[::1]:9092'], ['127.0.0.1:1'], ['kafka_1.example-2.com.:65535']])('takes %s', (broker) => {
    expect(profileFromEnvironment({ KAFKA_BROKERS: broker })?.brokers).toEqual([broker])
  })
  it.each([
    {
      variables: { KAFKA_BROKERS: 'kafka' },
      message: 'KAFKA_BROKERS holds "kafka", which has no port; write it as host:port.',
    },
    ...['localhost:99999', 'localhost:65536', 'localhost:0', 'a:9092,b:099999'].map((brokers) => ({
      variables: { KAFKA_BROKERS: brokers },
      message:
        /^KAFKA_BROKERS holds "[^"]+", which has port \d+, and ports go from 1 to 65535; write it as host:port\.$/,
    })),
    ...[':9092', 'kafka://a:9092', 'user@a:9092', 'a b:9092', '::1:9092', '[]:9092'].map((brokers) => ({
      variables: { KAFKA_BROKERS: brokers },
      message: `KAFKA_BROKERS holds "${brokers}", which has no host name or address before its port; write it as host:port.`,
    })),
    {
      variables: { KAFKA_BROKERS: 'a:1', KAFKA_SASL_USERNAME: 'a' },
      message: 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must both be set.',
    },
    {
      variables: { KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'aws' },
      message: 'KAFKA_SASL_MECHANISM must be plain, scram-sha-256 or scram-sha-512.',
    },
    {
      variables: { KAFKA_BROKERS: 'a:1', PRODUCE_ENABLED: 'yes' },
      message: 'PRODUCE_ENABLED must be "true" or "false".',
    },
  ])('says: $message', ({ variables, message }) => {
    expect(() => profileFromEnvironment(variables)).toThrow(message)
  })
})
