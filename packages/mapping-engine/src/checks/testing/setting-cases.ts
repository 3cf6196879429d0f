import { aConfig } from '../../testing/builders.ts'
import { type ProblemCase, pinned, rule } from './problem-case.ts'

/** Problems of the settings of the destination and of its step. */
export const settingCases: ProblemCase[] = [
  {
    code: 'unknown-setting',
    config: aConfig(rule({}), { topik: 'x' }),
    cause: '`topik` is no setting of the Kafka destination. Did you mean `topic`?',
  },
  {
    code: 'header-twins',
    config: aConfig(rule({}), { headers: { 'Content-Type': 'x' } }),
    cause: '`Content-Type` and `content-type` are two headers',
  },
  {
    code: 'header-not-string',
    config: aConfig(rule({}), { headers: { 'x-n': 5 } }),
    cause: 'Header `x-n` is `5` and not a text',
    also: ['invalid-config', 'undeliverable'],
  },
  {
    code: 'compression-codec',
    config: aConfig(rule({}), { compression: 'zstd' }),
    cause: '`zstd` needs an extra package',
  },
  {
    code: 'compression-unknown',
    config: aConfig(rule({}), { compression: 'brotli' }),
    cause: '`brotli` is no compression, so gzip is used.',
    also: ['invalid-config'],
  },
  {
    code: 'sasl-oauthbearer',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'oauthbearer' } }),
    cause: 'needs a token function',
  },
  {
    code: 'sasl-aws',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'aws' } }),
    cause: '`aws` is not MSK IAM',
  },
  {
    code: 'acks-idempotent',
    config: aConfig(rule({}), { acks: 1, idempotent: true }),
    cause: 'needs acks -1, but acks is `1`.',
    also: ['undeliverable'],
  },
  ...[
    { ssl: 'false', code: 'invalid-config', cause: 'must be true, false or an object; any text turns TLS on.' },
    { ssl: { ca: '/etc/ca.pem' }, code: 'tls-no-pem', cause: '`ca` is the path of a file' },
    { ssl: { ca: ['client.crt'] }, code: 'tls-no-pem', cause: '`ca` is the path of a file' },
    { ssl: { key: 'MIIEv' }, code: 'tls-no-pem', cause: '`key` is no PEM' },
  ].map(({ ssl, ...one }) => ({ ...one, config: aConfig(rule({}), { ssl }) })),
  { code: 'acks-zero', config: aConfig(rule({}), { acks: 0 }), cause: 'nobody confirms a record' },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['SASL_SSL://a.example:9092'] }),
    cause: 'begins with a protocol',
  },
  {
    code: 'sasl-mechanism',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'AWS_MSK_IAM' } }),
    cause: 'kafkajs has no mechanism `AWS_MSK_IAM`',
  },
  {
    code: 'sasl-without-tls',
    config: aConfig(rule({}), { sasl: { mechanism: 'plain' } }),
    cause: 'used without TLS: password and records cross the network in clear.',
  },
  {
    code: 'tls-unverified',
    config: aConfig(rule({}), { ssl: { rejectUnauthorized: false } }),
    cause: 'The certificate of the broker is not verified',
  },
  {
    code: 'setting-function',
    config: aConfig(rule({}), { clientId: "$code:() => 'me'" }),
    cause: '`clientId` is a function, and walkerOS takes it as it stands.',
    also: ['code-not-run'],
  },
  {
    code: 'setup-refused',
    config: { ...aConfig(rule({})), setup: true },
    cause: '`walkeros setup` refuses `true`',
  },
  {
    code: 'topic-like-path',
    config: aConfig(rule({ settings: { topic: 'data.topic' } })),
    cause: '`data.topic` is taken as the name of a topic',
  },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['http://kafka:9092/'] }),
    cause: 'Broker `http://kafka:9092/` begins with a protocol, which kafkajs takes for the host.',
  },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['$' + '{BROKER}:9092'] }),
    cause: 'Broker `$' + '{BROKER}:9092` is a reference that walkerOS does not resolve; write $env.NAME.',
  },
  { code: 'broker-port', config: aConfig(rule({}), { brokers: ['kafka'] }), cause: 'Broker `kafka` has no port.' },
  {
    code: 'topic-illegal',
    config: aConfig(rule({ settings: { topic: 'a/b' } })),
    cause: '`a/b` is no legal topic name.',
    also: ['undeliverable'],
  },
  {
    code: 'topic-internal',
    config: aConfig(rule({ settings: { topic: '__consumer_offsets' } })),
    cause: '`__consumer_offsets` belongs to Kafka itself.',
  },
  {
    code: 'topic-collision',
    config: aConfig(rule({ settings: { topic: 'a.b' } }), { topic: 'a_b' }),
    cause: '`a.b` and `a_b` collide',
  },
  {
    code: 'topic-not-in-setup',
    config: aConfig({ ...rule({}), setup: { topic: 'other', numPartitions: 1, replicationFactor: 1 } }),
    cause: '`walkeros-events` is not created by `setup`',
  },
  {
    code: 'secret-in-config',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'plain', username: 'u', password: 'hunter2' } }),
    cause: '`password` is written out',
  },
  {
    code: 'packages-unpinned',
    options: { step: { package: '@walkeros/server-destination-kafka', env: { Kafka: 'x' } }, flowConfig: {} },
    cause: 'The flow pins no version of `@walkeros/collector` and `@walkeros/server-destination-kafka`',
  },
  {
    code: 'kafka-env-missing',
    options: { step: { package: '@walkeros/server-destination-kafka@4.6.1' }, flowConfig: pinned },
    cause: 'The destination has no `env.Kafka`; the bundle of walkerOS cannot load kafkajs without it',
  },
]
