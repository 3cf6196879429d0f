import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readForeignConfig, writeConfigFile } from './foreign-config.ts'

describe('the forms that a configuration of another client has', () => {
  const jaas = (module: string, options: string) => `org.apache.kafka.common.security.${module} required ${options};`
  const plainJaas = jaas('plain.PlainLoginModule', 'username="me" password="hunter2"')
  const scramJaas = jaas('scram.ScramLoginModule', 'username="me" password="hunter2"')

  it.each([
    {
      what: 'continued lines, blanks for equals signs and a profile of AWS',
      text: 'bootstrap.servers = b-1.x.kafka.eu-central-1.amazonaws.com:9098,\\\n    b-2.x.kafka.eu-central-1.amazonaws.com:9098\nsecurity.protocol : SASL_SSL\nsasl.mechanism AWS_MSK_IAM\nsasl.jaas.config = software.amazon.msk.auth.iam.IAMLoginModule required \\\n    awsProfileName="dev";\n! note\n',
      profiles: [
        {
          brokers: ['b-1.x.kafka.eu-central-1.amazonaws.com:9098', 'b-2.x.kafka.eu-central-1.amazonaws.com:9098'],
          sasl: { mechanism: 'aws-msk-iam', region: 'eu-central-1' },
        },
      ],
      note: 'awsProfileName dev: set AWS_PROFILE',
    },
    {
      what: 'escapes',
      text: `bootstrap.servers=a\\:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${scramJaas.replaceAll('=', '\\=').replace('"me"', '"m\\u00e9"')}\n`,
      profiles: [{ brokers: ['a:9093'], sasl: { mechanism: 'scram-sha-512', username: 'mé' } }],
    },
    {
      what: 'clients with their names before the settings',
      text: `kafka.bootstrap.servers=a:9093\nproducer.security.protocol=SASL_SSL\nproducer.sasl.mechanism=PLAIN\nproducer.sasl.jaas.config=${plainJaas}\n`,
      profiles: [{ brokers: ['a:9093'], ssl: true, sasl: { mechanism: 'plain', username: 'me' } }],
    },
    {
      what: 'a login without a mechanism',
      text: `bootstrap.servers=a:9093\nsecurity.protocol=SASL_SSL\nsasl.jaas.config=${scramJaas}\n`,
      profiles: [{ sasl: { mechanism: 'scram-sha-512' } }],
      note: 'It names no mechanism, so SCRAM-SHA-512 was assumed',
    },
    {
      what: 'a PKCS12 store and no check of names',
      text: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.location=k.p12\nssl.keystore.password=hunter2\nssl.endpoint.identification.algorithm=\n',
      profiles: [{ ssl: { cert: 'client.pem' } }],
      note: 'Convert it: openssl pkcs12 -in k.p12',
    },
    {
      what: 'a registry with its login in the address',
      text: 'bootstrap.servers=a:1\nschema.registry.url=https://sr:hunter2@registry:8081\n',
      profiles: [
        { schemaRegistry: { url: 'https://registry:8081', username: 'sr', password: '$env.CLIENT_REGISTRY_PASSWORD' } },
      ],
    },
    {
      what: 'documents of Spring with placeholders and names in brackets',
      text: `spring:\n  application: {name: x}\n---\nspring:\n  config: {activate: {on-profile: prod}}\n  kafka:\n    bootstrapServers: \${BROKERS:localhost:9092}\n    security: {protocol: SASL_SSL}\n    properties:\n      sasl.mechanism: PLAIN\n      "[sasl.jaas.config]": ${plainJaas.replace('"me"', `"\${KUSER}"`).replace('hunter2', `\${KPASS:hunter2}`)}\n    consumer: {group-id: g}\n`,
      profiles: [
        { name: 'client-prod', brokers: ['$env.BROKERS'], sasl: { username: '$env.KUSER', password: '$env.KPASS' } },
      ],
      note: 'Left out, because a profile has no such setting: spring.kafka.consumer.group-id.',
    },
    {
      what: 'a binder of Spring Cloud Stream',
      text: 'spring: {cloud: {stream: {kafka: {binder: {brokers: "a:9092", configuration: {security.protocol: SSL}}}}}}',
      profiles: [{ brokers: ['a:9092'], ssl: true }],
    },
    {
      what: 'connections of AKHQ with an anchor and a login of the registry',
      text: `akhq:\n  connections:\n    prod:\n      properties: &all\n        bootstrap.servers: "a:9093"\n        security.protocol: SASL_SSL\n        sasl.mechanism: SCRAM-SHA-256\n        sasl.jaas.config: '${scramJaas}'\n      schema-registry: {url: "https://sr", basic-auth-username: u, basic-auth-password: hunter2}\n    dev:\n      properties:\n        <<: *all\n        bootstrap.servers: "d:9093"\n`,
      profiles: [
        { name: 'prod', sasl: { mechanism: 'scram-sha-256' }, schemaRegistry: { username: 'u' } },
        { name: 'dev', brokers: ['d:9093'], sasl: { mechanism: 'scram-sha-256', username: 'me' } },
      ],
    },
    {
      what: 'kafka-ui in a compose file',
      text: `services:\n  ui:\n    environment:\n      KAFKA_CLUSTERS_0_NAME: one\n      KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: a:9092\n      KAFKA_CLUSTERS_0_PROPERTIES_SECURITY_PROTOCOL: SASL_SSL\n      KAFKA_CLUSTERS_0_PROPERTIES_SASL_MECHANISM: PLAIN\n      KAFKA_CLUSTERS_0_PROPERTIES_SASL_JAAS_CONFIG: '${plainJaas}'\n`,
      profiles: [{ name: 'one', brokers: ['a:9092'], sasl: { mechanism: 'plain', username: 'me' } }],
    },
    {
      what: 'profiles of rpk with a registry',
      text: 'profiles:\n  - name: a\n    kafka_api: {brokers: ["a:1"], tls: null, sasl: null}\n  - name: b\n    kafka_api: {brokers: ["b:1"], tls: {ca_file: /ca.pem}, sasl: {user: me, password: hunter2, mechanism: SCRAM-SHA-256}}\n    schema_registry: {addresses: ["sr:1"], tls: {}}\n',
      profiles: [
        { name: 'a', brokers: ['a:1'] },
        {
          name: 'b',
          ssl: { ca: '/ca.pem' },
          sasl: { mechanism: 'scram-sha-256' },
          schemaRegistry: { url: 'https://sr:1' },
        },
      ],
    },
    {
      what: 'a list of Kubernetes with a Strimzi user',
      text: '{"kind":"List","items":[{"kind":"KafkaUser","metadata":{"name":"me"}},{"kind":"Secret","metadata":{"name":"me"},"data":{"password":"hunter2"}}]}',
      profiles: [{ name: 'me', sasl: { mechanism: 'scram-sha-512', username: 'me' } }],
    },
    {
      what: 'settings of librdkafka as JSON',
      text: '{"bootstrap.servers":"a:1","security.protocol":"SASL_SSL","sasl.mechanisms":"PLAIN","sasl.username":"me","sasl.password":"hunter2"}',
      profiles: [{ brokers: ['a:1'], ssl: true, sasl: { mechanism: 'plain', username: 'me' } }],
    },
    {
      what: 'sections of an .ini',
      text: '[default]\nbootstrap.servers=a:1\nsasl.mechanisms=PLAIN\nsecurity.protocol=SASL_SSL\nsasl.username=me\nsasl.password=hunter2\n',
      profiles: [{ brokers: ['a:1'], sasl: { username: 'me' } }],
    },
    {
      what: 'kafkajs',
      text: '{"clientId":"x","brokers":["a:1"],"ssl":true,"sasl":{"mechanism":"plain","username":"me","password":"hunter2"}}',
      profiles: [{ brokers: ['a:1'], ssl: true, sasl: { mechanism: 'plain', username: 'me' } }],
    },
    {
      what: 'a login of Spring outside the properties, and profiles with the same name',
      text: 'spring:\n  kafka:\n    bootstrap-servers:\n      - a:1\n      - b:1\n    security.protocol: SASL_SSL\n    jaas: { login-module: org.apache.kafka.common.security.scram.ScramLoginModule, options: { username: me, password: hunter2 } }\n    ssl.trust-store-location: file:/certs/t.jks\n---\nspring:\n  config.activate.on-profile: dev\n  kafka.bootstrap-servers: d:1\n---\nspring.kafka.bootstrap-servers: e:1\n',
      profiles: [
        { name: 'client', brokers: ['a:1', 'b:1'], sasl: { mechanism: 'scram-sha-512', username: 'me' } },
        { name: 'client-dev', brokers: ['d:1'] },
        { name: 'client-2', brokers: ['e:1'] },
      ],
      note: 'keytool -exportcert -rfc -keystore /certs/t.jks',
    },
    {
      what: 'variables of kafka-ui',
      name: 'ui.env',
      text: 'KAFKA_CLUSTERS_0_NAME=one\nKAFKA_CLUSTERS_0_BOOTSTRAPSERVERS=a:1\nKAFKA_CLUSTERS_0_SCHEMAREGISTRY=https://sr\nKAFKA_CLUSTERS_0_SCHEMAREGISTRYAUTH_USERNAME=u\nKAFKA_CLUSTERS_0_SCHEMAREGISTRYAUTH_PASSWORD=hunter2\nKAFKA_CLUSTERS_0_SSL_TRUSTSTORELOCATION=/t.jks\nKAFKA_CLUSTERS_0_SSL_TRUSTSTOREPASSWORD=hunter2\n',
      profiles: [{ name: 'one', ssl: { ca: 'ca.pem' }, schemaRegistry: { url: 'https://sr', username: 'u' } }],
    },
    {
      what: 'stores of the type PEM, whatever their names',
      name: 'client.properties',
      text: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.location=me.crt\nssl.truststore.type=PEM\nssl.truststore.location=ca.crt\n',
      profiles: [{ ssl: { ca: 'ca.crt', cert: 'me.crt', key: 'file:me.crt' } }],
    },
    {
      what: 'a key over several lines',
      name: 'client.properties',
      text: 'bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.key=-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\nssl.keystore.certificate.chain=-----BEGIN CERTIFICATE-----\\\nMIIC\\\n-----END CERTIFICATE-----\n"hunter2";\n',
      profiles: [{ ssl: { cert: 'client.pem', key: '$env.CLIENT_KEY' } }],
      note: 'Lines that are no settings were left out: 1.',
    },
    {
      what: 'a login that Kafka has and a profile has not',
      name: 'client.properties',
      text: 'bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required;\n',
      profiles: [{ brokers: ['a:1'] }],
      note: 'A profile knows no mechanism GSSAPI',
    },
    {
      what: 'gaps of a template',
      name: 'client.properties',
      text: `bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=${plainJaas.replace('"me"', '"{{ API_KEY }}"').replace('hunter2', '<API_SECRET>')}\n`,
      profiles: [{ sasl: { username: '$env.API_KEY', password: '$env.API_SECRET' } }],
      note: 'The user is a gap in the file: set the environment variable API_KEY to it.',
    },
    {
      what: 'a JAAS file',
      name: 'client_jaas.conf',
      text: `KafkaClient {\n  ${plainJaas.replace(';', '')}\n  serviceName="kafka";\n};\n`,
      profiles: [{ sasl: { mechanism: 'plain', username: 'me' } }],
      note: 'It does not say whether the listener has TLS',
    },
    {
      what: 'a Strimzi user without its secret',
      text: 'kind: KafkaUser\nmetadata: { name: me }\nspec: { authentication: { type: tls } }\n',
      profiles: [{ name: 'me', ssl: { ca: 'ca.crt' } }],
      note: "kubectl get secret me -o jsonpath='{.data.user\\.crt}'",
    },
  ])('reads $what', ({ text, profiles, name = 'client.yml', note = '' }) => {
    const foreign = readForeignConfig(text, name)
    const written = foreign === undefined ? '' : writeConfigFile(foreign, name)
    expect(parse(written)).toMatchObject({ profiles })
    expect(written).toContain(note)
    expect(written).not.toContain('hunter2')
  })
})
