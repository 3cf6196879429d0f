import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfigFile } from './config-file.ts'
import { readForeignConfig, writeConfigFile } from './foreign-config.ts'

const [pem = ''] = rootCertificates

const folder = mkdtempSync(join(tmpdir(), 'foreign-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
for (const file of ['ca.pem', 'ca.crt', 'client.pem', 'user.crt']) writeFileSync(join(folder, file), pem)
for (const file of ['user.key', 'client-key.pem', 'client.key']) writeFileSync(join(folder, file), 'KEY')

/** The profiles that the bridge reads from the config file that is written for a text, and that file. */
function converted(name: string, text: string, variables: Record<string, string> = {}) {
  const foreign = readForeignConfig(text, name)
  if (foreign === undefined) throw new Error('not recognised')
  const written = writeConfigFile(foreign, name)
  const path = join(folder, 'clusters.yaml')
  writeFileSync(path, written)
  return { written, kind: foreign.kind, profiles: readConfigFile(path, variables).profiles }
}

const plain = { mechanism: 'plain', username: 'APIKEY', password: 'from the environment' }
const scram = { mechanism: 'scram-sha-512', username: 'me', password: 'from the environment' }

describe('the profile for the configuration of another client', () => {
  it.each([
    {
      what: 'Confluent Cloud',
      name: 'client.properties',
      text: [
        '# Required connection configs for Kafka producer, consumer, and admin',
        'bootstrap.servers=pkc-1.eu.confluent.cloud:9092',
        'security.protocol=SASL_SSL',
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username='APIKEY' password='hunter2';",
        'sasl.mechanism=PLAIN',
        'client.dns.lookup=use_all_dns_ips',
      ].join('\n'),
      variable: 'CLIENT_PASSWORD',
      profile: { brokers: ['pkc-1.eu.confluent.cloud:9092'], ssl: {}, sasl: plain },
    },
    {
      what: 'librdkafka and kcat',
      name: 'kcat.conf',
      text: 'metadata.broker.list=a:9093,b:9093\nsecurity.protocol=sasl_ssl\nsasl.mechanisms=SCRAM-SHA-512\nsasl.username=me\nsasl.password=hunter2\nssl.ca.location=ca.pem\n',
      variable: 'KCAT_PASSWORD',
      profile: { brokers: ['a:9093', 'b:9093'], ssl: { ca: pem }, sasl: scram },
    },
    {
      what: 'Spring',
      name: 'application.yml',
      text: [
        'spring:',
        '  kafka:',
        '    bootstrap-servers: [a:9093]',
        '    properties:',
        '      security.protocol: SASL_SSL',
        '      sasl:',
        '        mechanism: SCRAM-SHA-512',
        '        jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="me" password="$KAFKA_SECRET";',
      ].join('\n'),
      variable: 'KAFKA_SECRET',
      profile: { brokers: ['a:9093'], ssl: {}, sasl: scram },
    },
    {
      what: 'AKHQ',
      name: 'akhq.yml',
      text: [
        'akhq:',
        '  connections:',
        '    staging:',
        '      properties:',
        '        bootstrap.servers: "a:9093"',
        '        security.protocol: SASL_SSL',
        '        sasl.mechanism: SCRAM-SHA-512',
        '        sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="me" password="hunter2";',
        '      schema-registry:',
        '        url: "http://registry:8085"',
      ].join('\n'),
      variable: 'STAGING_PASSWORD',
      profile: { name: 'staging', sasl: scram, registry: { url: 'http://registry:8085' } },
    },
    {
      what: 'kafka-ui',
      name: 'kafka-ui.yml',
      text: [
        'kafka:',
        '  clusters:',
        '    - name: my cluster',
        '      bootstrapServers: a:9093',
        '      properties:',
        '        security.protocol: SASL_SSL',
        '        sasl.mechanism: SCRAM-SHA-512',
        '        sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="me" password="hunter2";',
      ].join('\n'),
      variable: 'MY_CLUSTER_PASSWORD',
      profile: { name: 'my-cluster', sasl: scram },
    },
    {
      what: 'rpk',
      name: 'rpk.yaml',
      text: [
        'version: 4',
        'current_profile: prod',
        'profiles:',
        '  - name: prod',
        '    kafka_api:',
        '      brokers: [seed.cloud.redpanda.com:9092]',
        '      tls: {}',
        '      sasl: { user: me, password: hunter2, mechanism: SCRAM-SHA-512 }',
      ].join('\n'),
      variable: 'PROD_PASSWORD',
      profile: { name: 'prod', brokers: ['seed.cloud.redpanda.com:9092'], ssl: {}, sasl: scram },
    },
    {
      what: 'Amazon MSK with IAM',
      name: 'msk.properties',
      text: 'bootstrap.servers=b-1.x.c2.kafka.eu-west-1.amazonaws.com:9098\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\nsasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\nsasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\n',
      variable: 'NONE',
      profile: { ssl: {}, sasl: { mechanism: 'aws-msk-iam', region: 'eu-west-1' } },
    },
    {
      what: 'Aiven with a client certificate',
      name: 'aiven.properties',
      text: 'bootstrap.servers=x.aivencloud.com:12345\nsecurity.protocol=SSL\nssl.ca.location=ca.pem\nssl.certificate.location=client.pem\nssl.key.location=client.key\n',
      variable: 'NONE',
      profile: { ssl: { ca: pem, cert: pem, key: 'KEY' } },
    },
    {
      what: 'Java key stores',
      name: 'jks.properties',
      text: 'bootstrap.servers = x:9093\nsecurity.protocol: SSL\nssl.truststore.location=/certs/trust.jks\nssl.truststore.password=hunter2\nssl.keystore.location=/certs/key.jks\nssl.keystore.password=hunter2\nssl.key.password=hunter2\n',
      variable: 'NONE',
      profile: { ssl: { ca: pem, cert: pem, key: 'KEY' } },
    },
    {
      what: 'a Strimzi user with a certificate',
      name: 'secret.yaml',
      text: 'apiVersion: v1\nkind: Secret\nmetadata: { name: my-user }\ndata: { ca.crt: aHVudGVyMg==, user.crt: aHVudGVyMg==, user.key: aHVudGVyMg== }\n',
      variable: 'NONE',
      profile: { name: 'my-user', ssl: { ca: pem, cert: pem, key: 'KEY' } },
    },
  ])('of $what', ({ name, text, variable, profile }) => {
    const foreign = readForeignConfig(text, name)
    // The secret of a Strimzi user names no brokers: they are for the person to fill in.
    const written = foreign === undefined ? '' : writeConfigFile(foreign, name).replace('HOST:PORT', 'a:9093')
    writeFileSync(join(folder, 'clusters.yaml'), written)
    const { profiles } = readConfigFile(join(folder, 'clusters.yaml'), { [variable]: 'from the environment' })
    expect(profiles[0]).toMatchObject(profile)
    expect(written).not.toContain('hunter2')
    expect(written).not.toContain('aHVudGVyMg')
  })

  it('says what has to be set, converted and what was left out', () => {
    const { written } = converted(
      'client.properties',
      'bootstrap.servers=a:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.username=u\nsasl.password=hunter2\nssl.truststore.location=t.jks\nlinger.ms=5\n',
      { CLIENT_PASSWORD: 'x' },
    )
    expect(written).toContain('# client: Set the environment variable CLIENT_PASSWORD to the password of that user.')
    expect(written).toContain('keytool -exportcert -rfc -keystore t.jks')
    expect(written).toContain('# client: Left out, because a profile has no such setting: linger.ms.')
  })

  it.each([
    'kind: Secret\nmetadata: {name: db}\ndata: {password: eA==}',
    'profiles:\n  - name: a',
    '{"version":4,"flows":{}}',
    'hello',
    '',
    'a=1\n# note\nb=2',
    'kafka:\n  - a: "\n sasl.password: hunter2',
    'broker.id=0\nlog.dirs=/tmp\nssl.keystore.password=hunter2',
  ])('is none for %j', (text) => {
    expect(readForeignConfig(text, 'x.yml')).toBeUndefined()
  })
})

describe('a config file', () => {
  const read = (text: string, variables: Record<string, string> = {}) => {
    writeFileSync(join(folder, 'own.yaml'), text)
    return readConfigFile(join(folder, 'own.yaml'), variables)
  }

  it('that is one of another client is named, with the command that converts it, and not quoted', () => {
    expect(() => read('bootstrap.servers=a:1\n# note\nsasl.password=hunter2')).toThrow(
      /is a configuration of a Kafka client; `kafka-mapping-designer profile .*own\.yaml` prints/,
    )
    expect(() => read('a=1\n# note\nsasl.password=hunter2')).not.toThrow(/hunter2/)
  })

  const profile = (rest: string) => `profiles:\n  - { name: a, environment: local, brokers: [$env.BROKER], ${rest} }`

  it('may refer to the environment in every setting', () => {
    const text = profile('ssl: true, sasl: { mechanism: plain, username: $env.KUSER, password: $env.P }')
    expect(read(text, { BROKER: 'a:9092', KUSER: 'me', P: 'secret' }).profiles[0]).toMatchObject({
      brokers: ['a:9092'],
      sasl: { username: 'me', password: 'secret' },
    })
  })

  it('names the setting whose variable is not set', () => {
    expect(() => read(profile('ssl: true'))).toThrow(
      'profiles[0].brokers[0] is $env.BROKER, but the environment variable BROKER is not set.',
    )
  })
})
